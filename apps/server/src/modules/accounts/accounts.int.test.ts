import { enrolledReplySchema, linkReplySchema, sessionListSchema, sessionReplySchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  anAccount,
  anAdministrator,
  codeOf,
  PASSWORD,
  signedIn,
  signIn,
} from '../../testing/accounts.ts'
import { aPage } from '../../testing/page.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

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
const levelOf = async (browser: Pick<Browser, 'fetch'>) =>
  sessionReplySchema.parse(await (await browser.fetch('/api/session')).json()).session.level
const answer = async (reply: Response) => [reply.status, await reply.json()]
const signInWith = (login: string, password: string, headers: Record<string, string> = {}) =>
  server.stranger().fetch('/api/session/password', { method: 'POST', json: { login, password }, headers })
const freshProof = async (account: Account) => {
  server.advance(30_000)
  const code = account.secret === null ? undefined : codeOf(server, account.secret)
  return post(account, '/api/session/proof', { password: PASSWORD, code })
}

describe('[B34] the set-up', () => {
  test('makes one administrator, and its link no second one', async () => {
    await using own = await aFolder()
    const fresh = await aServer(own.path)
    const before = sessionReplySchema.parse(await (await fresh.stranger().fetch('/api/session')).json())
    expect(before.clinic.setUp).toBe(true)
    const token = await fresh.services.accounts.accounts.setUpLink()
    const account = {
      token,
      displayName: 'Ada Administrator',
      login: 'ada@clinic.example',
      password: PASSWORD,
    }
    const first = await post(fresh.stranger(), '/api/setup', account)
    expect((await signedIn(fresh, first)).session).toMatchObject({ level: 'pending', factors: [] })
    const again = await post(fresh.stranger(), '/api/setup', { ...account, login: 'eve@clinic.example' })
    expect(await answer(again)).toEqual([410, { error: 'link_used' }])
    await fresh.close()
  })

  test('is refused with a guessed link, and with one from an earlier start', async () => {
    const earlier = await server.services.accounts.accounts.setUpLink()
    await server.services.accounts.accounts.setUpLink()
    for (const token of [earlier, 'A'.repeat(43)]) {
      const reply = await post(server.stranger(), '/api/setup', {
        token,
        displayName: 'Eve the Intruder',
        login: 'eve@clinic.example',
        password: PASSWORD,
      })
      expect(await answer(reply)).toEqual([410, { error: 'link_used' }])
    }
  })
})

describe('[C20] signing in', () => {
  test('says the same of an unknown login, a wrong password and a disabled account', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    await freshProof(ada)
    const disabled = await ada.fetch(`/api/people/${doctor.self.id}`, {
      method: 'PATCH',
      json: { status: 'disabled' },
    })
    expect(disabled.status).toBe(204)
    for (const [login, password] of [
      ['nobody@clinic.example', PASSWORD],
      [ada.login, 'not the password'],
      [doctor.login, PASSWORD],
    ] as const) {
      expect(await answer(await signInWith(login, password))).toEqual([401, { error: 'wrong_credentials' }])
    }
  })

  test('[C18] gives another token each time, and ends the session that the browser had', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const again = await patient.fetch('/api/session/password', {
      method: 'POST',
      json: { login: patient.login, password: PASSWORD },
    })
    const { browser } = await signedIn(server, again)
    expect(browser.cookie).not.toBe(patient.cookie)
    expect(await levelOf(patient)).toBe('none')
    expect(await levelOf(browser)).toBe('account')
  })

  test('[C21] is slowed down by wrong passwords, whatever address they pretend, but not in a known browser', async () => {
    await using own = await aFolder()
    const fresh = await aServer(own.path)
    const victim = await anAccount(fresh, await anAdministrator(fresh), ['patient'])
    const statuses: number[] = []
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const reply = await fresh.stranger().fetch('/api/session/password', {
        method: 'POST',
        json: { login: victim.login, password: `guess number ${attempt}` },
        headers: { 'x-forwarded-for': `203.0.113.${attempt}` },
      })
      statuses.push(reply.status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    const inKnownBrowser = await post(victim, '/api/session/password', {
      login: victim.login,
      password: PASSWORD,
    })
    expect(inKnownBrowser.status).toBe(200)
    await fresh.close()
  })

  test.each(['password12', 'qwertyuiop', 'person.weak@clinic.example'])(
    '[C23] takes no new password like %s',
    async (password) => {
      const token = linkReplySchema.parse(
        await (
          await post(ada, '/api/invitations', { displayName: 'Weak Password Person', roles: ['patient'] })
        ).json(),
      ).token
      const reply = await post(server.stranger(), '/api/invitations/accept', {
        token,
        displayName: 'Weak Password Person',
        login: 'person.weak@clinic.example',
        password,
      })
      expect(await answer(reply)).toEqual([400, { error: 'weak_password' }])
    },
  )
})

describe('[C22] the second factor', () => {
  test('is owed by staff before anything else is allowed', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const { browser, session } = await signedIn(server, await signInWith(doctor.login, PASSWORD))
    expect(session).toMatchObject({ level: 'pending', factors: ['totp'] })
    expect(await answer(await browser.fetch('/api/visits'))).toEqual([401, { error: 'second_factor_needed' }])
  })

  test('takes each code once, also of two who send it at the same moment', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    server.advance(30_000)
    const code = codeOf(server, doctor.secret ?? '')
    const pending = await Promise.all(
      [1, 2, 3].map(async () => (await signedIn(server, await signInWith(doctor.login, PASSWORD))).browser),
    )
    const replies = await Promise.all(pending.map((browser) => post(browser, '/api/session/code', { code })))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(2)
  })

  test('cannot be replaced by whoever only knows the password', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const { browser } = await signedIn(server, await signInWith(doctor.login, PASSWORD))
    const secret = 'A'.repeat(32)
    const reply = await browser.fetch('/api/account/totp', {
      method: 'PUT',
      json: { secret, code: codeOf(server, secret) },
    })
    expect(await answer(reply)).toEqual([401, { error: 'second_factor_needed' }])
  })

  test('is given by a recovery code once', async () => {
    await using own = await aFolder()
    const fresh = await aServer(own.path)
    const admin = await anAdministrator(fresh)
    fresh.advance(30_000)
    const proof = await post(admin, '/api/session/proof', {
      password: PASSWORD,
      code: codeOf(fresh, admin.secret ?? ''),
    })
    expect(proof.status).toBe(200)
    const secret = 'B'.repeat(32)
    const enrolled = await admin.fetch('/api/account/totp', {
      method: 'PUT',
      json: { secret, code: codeOf(fresh, secret) },
    })
    const { codes } = enrolledReplySchema.parse(await enrolled.json())
    expect(codes).toHaveLength(10)
    const enter = async () => {
      const first = await post(fresh.stranger(), '/api/session/password', {
        login: admin.login,
        password: PASSWORD,
      })
      const { browser } = await signedIn(fresh, first)
      return post(browser, '/api/session/code', { code: codes[0]?.toUpperCase() })
    }
    expect((await enter()).status).toBe(200)
    expect((await enter()).status).toBe(401)
    await fresh.close()
  })
})

describe('[C19] a session', () => {
  test('of staff ends after a quarter of an hour without use, a patient’s after an hour', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const patient = await anAccount(server, ada, ['patient'])
    server.advance(14 * MINUTE)
    expect([await levelOf(doctor), await levelOf(patient)]).toEqual(['account', 'account'])
    server.advance(16 * MINUTE)
    expect([await levelOf(doctor), await levelOf(patient)]).toEqual(['none', 'account'])
    server.advance(61 * MINUTE)
    expect(await levelOf(patient)).toBe('none')
    ada = { ...ada, ...(await signIn(server, ada)) }
  })

  test('ends after twelve hours however much it is used', async () => {
    await using own = await aFolder()
    const fresh = await aServer(own.path)
    const patient = await anAccount(fresh, await anAdministrator(fresh), ['patient'])
    for (let hours = 0; hours < 23; hours += 1) {
      fresh.advance(HOUR / 2)
      expect(await levelOf(patient)).toBe('account')
    }
    fresh.advance(HOUR)
    expect(await levelOf(patient)).toBe('none')
    await fresh.close()
  })

  test('is listed with its device, and revoked; its open page is closed', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const other = await signIn(server, patient)
    const page = await aPage(server.url, other)
    const { sessions } = sessionListSchema.parse(await (await patient.fetch('/api/sessions')).json())
    expect(sessions).toHaveLength(2)
    const theirs = sessions.find(({ current }) => !current)
    const reply = await patient.fetch(`/api/sessions/${theirs?.id ?? ''}`, { method: 'DELETE' })
    expect(reply.status).toBe(204)
    await page.closed()
    expect([await levelOf(other), await levelOf(patient)]).toEqual(['none', 'account'])
  })

  test('ends with all others at once, but the one in which it is asked', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const others = [await signIn(server, patient), await signIn(server, patient)]
    const stranger = await anAccount(server, ada, ['patient'])
    const page = await aPage(server.url, others[0] ?? patient)
    expect((await patient.fetch('/api/sessions', { method: 'DELETE' })).status).toBe(204)
    await page.closed()
    expect(await Promise.all([...others, patient, stranger].map(levelOf))).toEqual([
      'none',
      'none',
      'account',
      'account',
    ])
  })

  test('[C44] that its person ends makes the browser forget all but the cookies of others', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const reply = await patient.fetch('/api/session', { method: 'DELETE' })
    expect(reply.headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(reply.headers.getSetCookie()).toEqual([expect.stringMatching(/^visita=; Max-Age=0;/)])
  })

  test('[C13] of somebody else does not exist', async () => {
    const [patient, other] = [
      await anAccount(server, ada, ['patient']),
      await anAccount(server, ada, ['patient']),
    ]
    const { sessions } = sessionListSchema.parse(await (await other.fetch('/api/sessions')).json())
    const reply = await patient.fetch(`/api/sessions/${sessions[0]?.id ?? ''}`, { method: 'DELETE' })
    expect(await answer(reply)).toEqual([404, { error: 'not_found' }])
    expect(await levelOf(other)).toBe('account')
  })
})

test('[B34] other roles end the sessions that were opened with the old ones', async () => {
  const doctor = await anAccount(server, ada, ['doctor'])
  const page = await aPage(server.url, doctor)
  await freshProof(ada)
  const reply = await ada.fetch(`/api/people/${doctor.self.id}`, {
    method: 'PATCH',
    json: { roles: ['patient'] },
  })
  expect(reply.status).toBe(204)
  await page.closed()
  expect(await levelOf(doctor)).toBe('none')
})

test('[B34] a new password ends all other sessions', async () => {
  const patient = await anAccount(server, ada, ['patient'])
  const other = await signIn(server, patient)
  const change = (current: string) =>
    patient.fetch('/api/account/password', {
      method: 'PUT',
      json: { current, next: 'a third horse a staple 9' },
    })
  expect((await change('not the password')).status).toBe(401)
  expect((await change(PASSWORD)).status).toBe(204)
  expect([await levelOf(other), await levelOf(patient)]).toEqual(['none', 'account'])
})
