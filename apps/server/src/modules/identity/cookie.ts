import { parseCookie, stringifySetCookie } from 'cookie'

/**
 * The session cookie. Over HTTPS the `__Host-` prefix makes the browser refuse one that another host or
 * path has set (control C16); plain HTTP, served on loopback only, cannot have it.
 */
export class SessionCookie {
  readonly #name: string
  readonly #secure: boolean

  constructor(secure: boolean) {
    this.#name = secure ? '__Host-visita' : 'visita'
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
