import { parseCookie, stringifySetCookie } from 'cookie'

/**
 * A cookie that only this server can set and read. Over HTTPS the `__Host-` prefix makes the browser refuse one
 * that another host or path has set (control C16); plain HTTP, served on loopback only, cannot have it.
 */
export class OwnCookie {
  readonly #name: string
  readonly #secure: boolean

  constructor(name: string, secure: boolean) {
    this.#name = secure ? `__Host-${name}` : name
    this.#secure = secure
  }

  read(cookieHeader: string | undefined): string | undefined {
    return cookieHeader === undefined ? undefined : parseCookie(cookieHeader)[this.#name]
  }

  /** A Set-Cookie value; `maxAge` in seconds, 0 to remove the cookie. */
  write(token: string, maxAge: number): string {
    return stringifySetCookie({
      name: this.#name,
      value: token,
      httpOnly: true,
      sameSite: 'strict',
      secure: this.#secure,
      path: '/',
      maxAge,
    })
  }
}
