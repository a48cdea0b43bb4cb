import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { enrolledReplySchema, linkReplySchema } from '@visita/protocol'
import * as z from 'zod'
import { type Account, anAccount, anAdministrator, PASSWORD, signedIn } from './accounts.ts'
import { Authenticator } from './authenticator.ts'
import { aFolder, aServer, type Browser, browserFetch, type TestServer } from './server.ts'

type Asker = Pick<Browser, 'fetch'>
type Folder = Awaited<ReturnType<typeof aFolder>>

const detailsSchema = z.record(z.string(), z.unknown())

export const post = (browser: Asker, path: string, json?: unknown): Promise<Response> =>
  browser.fetch(path, { method: 'POST', ...(json === undefined ? {} : { json }) })

/** What an authenticator is to do, as the server asks it to before it takes anything at `path`. */
export const asked = async (browser: Asker, path: string): Promise<unknown> =>
  (await post(browser, `${path}/options`)).json()

/** A server of its own with an administrator, and people who have passkeys. */
export class PasskeyClinic {
  readonly server: TestServer
  readonly administrator: Account
  readonly #folder: Folder

  private constructor(folder: Folder, server: TestServer, administrator: Account) {
    this.#folder = folder
    this.server = server
    this.administrator = administrator
  }

  static async open(): Promise<PasskeyClinic> {
    const folder = await aFolder()
    const server = await aServer(folder.path)
    return new PasskeyClinic(folder, server, await anAdministrator(server))
  }

  async close(): Promise<void> {
    await this.server.close()
    await this.#folder[Symbol.asyncDispose]()
  }

  /** A device, and its browser with a page of this server. */
  anAuthenticator(): Authenticator {
    return new Authenticator(`http://localhost:${new URL(this.server.url).port}`)
  }

  aPatient(): Promise<Account> {
    return anAccount(this.server, this.administrator, ['patient'])
  }

  /** Somebody with a passkey; staff have an authenticator app as well. */
  async anOwner(role: 'patient' | 'doctor') {
    const account = await anAccount(this.server, this.administrator, [role])
    const authenticator = this.anAuthenticator()
    const reply = await this.enrol(account, authenticator)
    if (reply.status !== 200) throw new Error(`not enrolled: ${await reply.text()}`)
    return { account, authenticator, ...enrolledReplySchema.parse(await reply.json()) }
  }

  /** A doctor who has made their account and owes the second factor. */
  async aBeginner(): Promise<Browser> {
    const displayName = 'Doctor Adaeze Okonkwo'
    const invitation = await post(this.administrator, '/api/invitations', { displayName, roles: ['doctor'] })
    const { token } = linkReplySchema.parse(await invitation.json())
    const account = { displayName, login: 'beginner@clinic.example', password: PASSWORD }
    const reply = await post(this.server.stranger(), '/api/invitations/accept', { token, ...account })
    return (await signedIn(this.server, reply)).browser
  }

  async enrol(browser: Asker, authenticator: Authenticator): Promise<Response> {
    const made = authenticator.create(await asked(browser, '/api/account/passkeys'))
    return post(browser, '/api/account/passkeys', made)
  }

  /** Gives the password; what comes after it is still owed. */
  async givePassword(account: Account): Promise<Browser> {
    const reply = await post(this.server.stranger(), '/api/session/password', account)
    return (await signedIn(this.server, reply)).browser
  }

  /** A browser that was asked to sign in with a passkey; `cookie` is what it had before. */
  async aDoor(cookie = ''): Promise<{ browser: Asker; options: unknown }> {
    const { url } = this.server
    const reply = await post({ fetch: browserFetch(url, cookie) }, '/api/session/passkey/options')
    const [given = ''] = reply.headers.getSetCookie().map((each) => each.split(';')[0])
    return { browser: { fetch: browserFetch(url, `${cookie}; ${given}`) }, options: await reply.json() }
  }

  async signIn(authenticator: Authenticator, change?: Parameters<Authenticator['sign']>[1]) {
    const { browser, options } = await this.aDoor()
    return post(browser, '/api/session/passkey', { assertion: authenticator.sign(options, change) })
  }

  /** The newest events of the audit log with their details, the oldest of them first. */
  logged(count: number): unknown[] {
    const db = new DatabaseSync(join(this.#folder.path, 'visita.db'), { readOnly: true })
    const rows = db.prepare('select event, details from audit order by seq desc limit ?').all(count)
    db.close()
    return rows
      .map((row) => ({ event: row['event'], ...detailsSchema.parse(JSON.parse(String(row['details']))) }))
      .toReversed()
  }
}
