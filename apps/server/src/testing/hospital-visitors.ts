import { join } from 'node:path'
import {
  hospitalAnsweredSchema,
  hospitalBegunSchema,
  httpErrorSchema,
  linkReplySchema,
  type Role,
} from '@visita/protocol'
import { openReadOnly } from '../platform/database.ts'
import { aHospital, type AtTheDoor, type Hospital, throughHospital } from './hospital.ts'
import { aFolder, aServer, type Browser, browserFetch, type TestServer } from './server.ts'

type Asks = Pick<Browser, 'fetch' | 'cookie'>
interface Begun {
  url: string
  browser: Asks
}

/** What came of an answer: `became` is the level of the session, or the roles of the account. */
interface Outcome {
  status: number
  error: string | null
  became: string | null
  page: string | null
  browser: Asks
}

/** A clinic beside a hospital, both real and on loopback, with those who come from there. */
export class ClinicOfHospital {
  readonly hospital: Hospital
  readonly server: TestServer

  private constructor(hospital: Hospital, server: TestServer) {
    this.hospital = hospital
    this.server = server
  }

  static async open(env: Record<string, string> = {}): Promise<ClinicOfHospital & AsyncDisposable> {
    const folder = await aFolder()
    const hospital = await aHospital()
    hospital.employees.set('employee-17', { name: 'Maria Alves da Silva', email: 'Maria@hill.example' })
    hospital.employees.set('employee-18', { name: 'Bo Li', email: 'bo@hill.example', groups: ['skin'] })
    const server = await aServer(folder.path, { env: { ...hospital.env, ...env } })
    hospital.admit(server.url)
    return Object.assign(new ClinicOfHospital(hospital, server), {
      async [Symbol.asyncDispose]() {
        await server.close()
        await hospital.close()
        await folder[Symbol.asyncDispose]()
      },
    })
  }

  /** Asks to be sent to the hospital. Throws the code of the refusal. */
  async begins({
    browser = this.server.stranger(),
    path = '/api/session/hospital',
    json = { invitation: null },
  }: { browser?: Asks; path?: string; json?: unknown } = {}): Promise<Begun> {
    const reply = await browser.fetch(path, { method: 'POST', json })
    if (!reply.ok) throw new Error(httpErrorSchema.parse(await reply.json()).error)
    const { url } = hospitalBegunSchema.parse(await reply.clone().json())
    return { url, browser: this.#having(browser, reply) }
  }

  async answers(browser: Asks, answer: string): Promise<Outcome> {
    const reply = await browser.fetch('/api/session/hospital/answer', { method: 'POST', json: { answer } })
    const { status } = reply
    const body: unknown = await reply.clone().json()
    if (status !== 200) {
      const { error, detail = '' } = httpErrorSchema.parse(body)
      return { status, error: `${error} ${detail}`.trim(), became: null, page: null, browser }
    }
    const { page, reply: said } = hospitalAnsweredSchema.parse(body)
    const { session } = said
    const became = session.level === 'account' ? session.roles.join() : session.level
    return { status, error: null, became, page, browser: this.#having(browser, reply) }
  }

  /** From our page through that of the hospital and back. */
  async comes(door: AtTheDoor, begun?: Begun): Promise<Outcome> {
    const { url, browser } = begun ?? (await this.begins())
    return this.answers(browser, await throughHospital(url, door))
  }

  async comesInvited(door: AtTheDoor, invitation: string): Promise<Outcome> {
    return this.comes(door, await this.begins({ json: { invitation } }))
  }

  async invitation(administrator: Browser, roles: readonly Role[]): Promise<string> {
    const json = { displayName: 'Maria Alves da Silva', roles }
    const reply = await administrator.fetch('/api/invitations', { method: 'POST', json })
    return linkReplySchema.parse(await reply.json()).token
  }

  /** The last events of the log, the newest last, each with what it says. */
  async logged(count: number): Promise<string[]> {
    const db = openReadOnly(join(this.server.dataDir, 'visita.db'))
    try {
      const rows = await db
        .selectFrom('audit')
        .select(['event', 'details'])
        .orderBy('seq', 'desc')
        .limit(count)
        .execute()
      return rows.toReversed().map(({ event, details }) => `${event} ${details}`)
    } finally {
      await db.destroy()
    }
  }

  /** The same browser with the cookies of a reply as well. */
  #having({ cookie }: Asks, reply: Response): Asks {
    const pairs = [cookie, ...reply.headers.getSetCookie()].flatMap((text) => text.split('; '))
    const named = new Map(
      pairs.filter((pair) => pair.startsWith('visita')).map((pair) => [pair.split('=')[0], pair]),
    )
    const joined = [...named.values()].filter((pair) => !pair.endsWith('=')).join('; ')
    return { cookie: joined, fetch: browserFetch(this.server.url, joined) }
  }
}
