import { linkReplySchema, sessionReplySchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  anAccount,
  anAdministrator,
  codeOf,
  PASSWORD,
  signedIn,
} from '../../testing/accounts.ts'
import { aFolder, aServer, type Browser, browserFetch, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const post = (browser: Pick<Browser, 'fetch'>, path: string, json: unknown) =>
  browser.fetch(path, { method: 'POST', json })
const withCookie = (cookie: string): Pick<Browser, 'fetch'> => ({ fetch: browserFetch(server.url, cookie) })
const sessionOf = async (cookie: string) =>
  sessionReplySchema.parse(await (await withCookie(cookie).fetch('/api/session')).json()).session
const passwordOf = ({ login }: Account, cookie: string) =>
  post(withCookie(cookie), '/api/session/password', { login, password: PASSWORD })

describe('[C18] a session that somebody else put into the browser', () => {
  const planted: [string, () => Promise<string>][] = [
    ['made up', async () => `visita=${'A'.repeat(43)}`],
    ['of a guest', async () => (await server.identify('Eve the Intruder')).cookie],
    ['of another account', async () => (await anAccount(server, ada, ['patient'])).cookie],
    ['twice, before and after', async () => `visita=${'A'.repeat(43)}; visita=${'B'.repeat(43)}`],
  ]

  test.each(planted)('%s, is not the one that is signed in', async (_what, plant) => {
    const patient = await anAccount(server, ada, ['patient'])
    const cookie = await plant()
    const { browser } = await signedIn(server, await passwordOf(patient, cookie))
    expect(await sessionOf(browser.cookie)).toMatchObject({ level: 'account', self: patient.self })
    expect(await sessionOf(cookie)).not.toMatchObject({ self: patient.self })
  })

  test('before the second factor is not the one after it', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const { browser: pending } = await signedIn(server, await passwordOf(doctor, ''))
    server.advance(30_000)
    const code = codeOf(server, doctor.secret ?? '')
    const { browser } = await signedIn(server, await post(pending, '/api/session/code', { code }))
    expect(await sessionOf(browser.cookie)).toMatchObject({ level: 'account', self: doctor.self })
    expect(await sessionOf(pending.cookie)).toEqual({ level: 'none' })
  })
})

describe('[C22] a code', () => {
  test('that was used shows nothing any more, wherever it is tried; the next one does', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const enter = async (code: string) => {
      const { browser } = await signedIn(server, await passwordOf(doctor, ''))
      return (await post(browser, '/api/session/code', { code })).status
    }
    const prove = async (code: string) =>
      (await post(doctor, '/api/session/proof', { password: PASSWORD, code })).status
    server.advance(30_000)
    const first = codeOf(server, doctor.secret ?? '')
    expect(await prove(first)).toBe(200)
    expect([await prove(first), await enter(first)]).toEqual([401, 401])
    server.advance(30_000)
    // One step later it would still be in time, had it not been used.
    expect([await prove(first), await enter(first)]).toEqual([401, 401])
    expect(await enter(codeOf(server, doctor.secret ?? ''))).toBe(200)
  })
})

test('[C20, C21] few logins can be tried by signing up, whatever address is pretended', async () => {
  await using own = await aFolder()
  const fresh = await aServer(own.path, { env: { VISITA_SELF_SIGN_UP: '1' } })
  const statuses: number[] = []
  for (let attempt = 0; attempt < 55; attempt += 1) {
    const login = `somebody.${attempt}@clinic.example`
    const reply = await fresh.stranger().fetch('/api/sign-up', {
      method: 'POST',
      json: { displayName: 'Eve the Intruder', login, password: 'qwertyuiop' },
      headers: { 'x-forwarded-for': `203.0.113.${attempt}` },
    })
    statuses.push(reply.status)
  }
  expect([statuses.filter((each) => each === 400).length, statuses.at(-1)]).toEqual([50, 429])
  await fresh.close()
})

interface LinkKind {
  make: () => Promise<string>
  use: (token: string) => Promise<Response>
}

const LINKS: Readonly<Record<string, LinkKind>> = {
  invitation: {
    async make() {
      const json = { displayName: 'Somebody invited', roles: ['patient'] }
      return linkReplySchema.parse(await (await post(ada, '/api/invitations', json)).json()).token
    },
    use: (token) =>
      post(server.stranger(), '/api/invitations/accept', {
        token,
        displayName: 'Somebody invited',
        login: `${crypto.randomUUID()}@clinic.example`,
        password: PASSWORD,
      }),
  },
  reset: {
    async make() {
      const patient = await anAccount(server, ada, ['patient'])
      server.advance(30_000)
      const proof = { password: PASSWORD, code: codeOf(server, ada.secret ?? '') }
      await post(ada, '/api/session/proof', proof)
      const made = await ada.fetch(`/api/people/${patient.self.id}/reset`, { method: 'POST' })
      return linkReplySchema.parse(await made.json()).token
    },
    use: (token) => post(server.stranger(), '/api/resets', { token, password: 'another horse 9 times' }),
  },
}

describe.each(Object.entries(LINKS))('[C24] a link for a %s', (kind, { make, use }) => {
  test('is good once, also for several who use it at the same moment', async () => {
    const token = await make()
    const statuses = (await Promise.all([1, 2, 3].map(() => use(token)))).map(({ status }) => status)
    expect(statuses.filter((status) => status < 300)).toHaveLength(1)
    expect(statuses.filter((status) => status === 410)).toHaveLength(2)
    expect((await use(token)).status).toBe(410)
  })

  test('is good for nothing else, and nothing else for it', async () => {
    for (const [other, link] of Object.entries(LINKS).filter(([name]) => name !== kind)) {
      expect([other, (await link.use(await make())).status]).toEqual([other, 410])
    }
    const { services } = server
    const setUp = await services.accounts.accounts.setUpLink()
    const session = ada.cookie.split(/[=;]/)[1] ?? ''
    for (const token of [setUp, session, 'A'.repeat(43)]) expect((await use(token)).status).toBe(410)
    for (const token of ['', ' ', 'null']) expect((await use(token)).status).toBe(400)
  })
})
