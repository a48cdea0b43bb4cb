import { sessionReplySchema, secondFactorSchema, enrolledReplySchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, PASSWORD, signedIn } from '../../testing/accounts.ts'
import type { Authenticator } from '../../testing/authenticator.ts'
import { asked, PasskeyClinic, post } from '../../testing/passkeys.ts'
import { type Browser, browserFetch } from '../../testing/server.ts'

const MINUTE = 60_000

let clinic: PasskeyClinic
beforeEach(async () => {
  clinic = await PasskeyClinic.open()
})
afterEach(() => clinic.close())

const answer = async (reply: Response) => [reply.status, await reply.json()]
const WRONG = [401, { error: 'wrong_credentials' }]
const factorsOf = async (browser: Pick<Browser, 'fetch'>) =>
  secondFactorSchema.parse(await (await browser.fetch('/api/account/second-factor')).json())

describe('[B34] a passkey', () => {
  test.each(['patient', 'doctor'] as const)(
    'lets a %s in without a password, as both factors',
    async (role) => {
      const { account, authenticator } = await clinic.anOwner(role)
      const { session } = await signedIn(clinic.server, await clinic.signIn(authenticator))
      expect(session).toMatchObject({ level: 'account', self: account.self, roles: [role] })
      expect(clinic.logged(1)).toEqual([
        { event: 'session.opened', method: 'passkey', secondFactor: 'passkey' },
      ])
    },
  )

  test('is the second factor that staff owe, and comes with recovery codes', async () => {
    const doctor = await clinic.aBeginner()
    const authenticator = clinic.anAuthenticator()
    const reply = await clinic.enrol(doctor, authenticator)
    const { codes, reply: state } = enrolledReplySchema.parse(await reply.json())
    expect([codes.length, state.session.level]).toEqual([10, 'account'])
    expect((await signedIn(clinic.server, await clinic.signIn(authenticator))).session.level).toBe('account')
  })

  test('can be given after the password in the place of a code', async () => {
    const { account, authenticator } = await clinic.anOwner('patient')
    const first = await post(clinic.server.stranger(), '/api/session/password', account)
    const { browser, session } = await signedIn(clinic.server, first)
    expect(session).toMatchObject({ level: 'pending', factors: ['passkey'] })
    const assertion = authenticator.sign(await asked(browser, '/api/session/code/passkey'))
    const { session: whole } = await signedIn(
      clinic.server,
      await post(browser, '/api/session/code/passkey', { assertion }),
    )
    expect(whole.level).toBe('account')
    expect(clinic.logged(2)).toContainEqual({
      event: 'session.opened',
      method: 'password',
      secondFactor: 'passkey',
    })
  })

  test('shows once more who somebody is', async () => {
    const { account, authenticator } = await clinic.anOwner('doctor')
    clinic.server.advance(6 * MINUTE)
    expect(await answer(await post(account, '/api/account/recovery-codes'))).toEqual([
      403,
      { error: 'proof_needed' },
    ])
    const assertion = authenticator.sign(await asked(account, '/api/session/proof/passkey'))
    expect((await post(account, '/api/session/proof/passkey', { assertion })).status).toBe(200)
    expect((await post(account, '/api/account/recovery-codes')).status).toBe(200)
  })

  test('is listed by the name that its owner gave it', async () => {
    const { account, authenticator } = await clinic.anOwner('patient')
    expect(await factorsOf(account)).toMatchObject({
      totp: false,
      recoveryCodes: 10,
      passkeys: [{ name: 'My telephone', usedAt: null }],
    })
    await clinic.signIn(authenticator)
    expect((await factorsOf(account)).passkeys).toEqual([
      expect.objectContaining({ usedAt: expect.any(Number) }),
    ])
  })

  test('[C22] is added by nobody who has not just shown who they are', async () => {
    const patient = await clinic.aPatient()
    const options = await asked(patient, '/api/account/passkeys')
    clinic.server.advance(6 * MINUTE)
    const late = await post(patient, '/api/account/passkeys', clinic.anAuthenticator().create(options))
    expect(await answer(late)).toEqual([403, { error: 'proof_needed' }])
    expect((await post(patient, '/api/account/passkeys/options')).status).toBe(403)
  })

  test('[C22] is added by nobody who only knows the password', async () => {
    const { account } = await clinic.anOwner('doctor')
    const pending = await clinic.givePassword(account)
    const reply = await clinic.enrol(pending, clinic.anAuthenticator())
    expect(await answer(reply)).toEqual([401, { error: 'second_factor_needed' }])
  })

  test('[C18] ends the session that the browser had, and takes up none that was planted there', async () => {
    const { account, authenticator } = await clinic.anOwner('patient')
    const planted = `visita=${'a'.repeat(43)}`
    for (const session of [account.cookie, planted]) {
      const { browser, options } = await clinic.aDoor(session)
      const reply = await post(browser, '/api/session/passkey', { assertion: authenticator.sign(options) })
      const [cookie = ''] = (await signedIn(clinic.server, reply)).browser.cookie.split(';')
      expect(cookie).toMatch(/^visita=[\w-]{43}$/)
      expect(session).not.toContain(cookie)
      const before = await browserFetch(clinic.server.url, session)('/api/session')
      expect(sessionReplySchema.parse(await before.json()).session.level).toBe('none')
    }
  })
})

describe('[B34] an answer is not taken', () => {
  const faults: [string, string, Parameters<Authenticator['sign']>[1]][] = [
    ['to another challenge', 'wrong', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['from the page of another origin', 'wrong', { origin: 'https://visita.evil.example' }],
    ['from another port of this machine', 'wrong', { origin: 'http://localhost:1' }],
    ['for another name', 'wrong', { rpId: 'evil.example' }],
    ['of a device that nobody unlocked', 'wrong', { unlocked: false }],
    ['in the name of somebody else', 'wrong', { userHandle: Buffer.from('somebody').toString('base64url') }],
    ['whose count went back', 'replayed', { counter: 1 }],
  ]
  test.each(faults)('%s', async (_what, reason, change) => {
    const { authenticator } = await clinic.anOwner('patient')
    authenticator.counter = 5
    expect((await clinic.signIn(authenticator)).status).toBe(200)
    expect(await answer(await clinic.signIn(authenticator, change))).toEqual(WRONG)
    expect(clinic.logged(1)).toEqual([{ event: 'session.failed', step: 'passkey', reason }])
    authenticator.counter = 10
    expect((await clinic.signIn(authenticator)).status).toBe(200)
  })

  test('a second time', async () => {
    const { authenticator } = await clinic.anOwner('patient')
    const { browser, options } = await clinic.aDoor()
    const assertion = authenticator.sign(options)
    const replies = await Promise.all(
      [1, 2, 3].map(() => post(browser, '/api/session/passkey', { assertion })),
    )
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401])
    expect(clinic.logged(4)).toContainEqual({ event: 'session.failed', step: 'passkey', reason: 'expired' })
  })

  test('after five minutes', async () => {
    const { authenticator } = await clinic.anOwner('patient')
    const { browser, options } = await clinic.aDoor()
    clinic.server.advance(5 * MINUTE + 1)
    const reply = await post(browser, '/api/session/passkey', { assertion: authenticator.sign(options) })
    expect(await answer(reply)).toEqual(WRONG)
  })

  test('in another browser than the one that was asked', async () => {
    const { authenticator } = await clinic.anOwner('patient')
    const { options } = await clinic.aDoor()
    const other = await clinic.aDoor()
    const assertion = authenticator.sign(options)
    expect(await answer(await post(other.browser, '/api/session/passkey', { assertion }))).toEqual(WRONG)
    expect(await answer(await post(clinic.server.stranger(), '/api/session/passkey', { assertion }))).toEqual(
      WRONG,
    )
  })

  test('of a passkey that nobody has here', async () => {
    expect(await answer(await clinic.signIn(clinic.anAuthenticator()))).toEqual(WRONG)
    expect(clinic.logged(1)).toEqual([{ event: 'session.failed', step: 'passkey', reason: 'unknown' }])
  })

  test('that was given to prove something, to sign in', async () => {
    const { account, authenticator } = await clinic.anOwner('patient')
    const { browser } = await clinic.aDoor()
    const assertion = authenticator.sign(await asked(account, '/api/session/proof/passkey'))
    expect(await answer(await post(browser, '/api/session/passkey', { assertion }))).toEqual(WRONG)
  })

  test.each(['code', 'proof'] as const)('of somebody else’s passkey, as %s', async (step) => {
    const { account } = await clinic.anOwner('doctor')
    const { authenticator: theirs } = await clinic.anOwner('patient')
    const { browser } =
      step === 'proof'
        ? { browser: account }
        : await signedIn(
            clinic.server,
            await post(clinic.server.stranger(), '/api/session/password', account),
          )
    const assertion = theirs.sign(await asked(browser, `/api/session/${step}/passkey`))
    expect(await answer(await post(browser, `/api/session/${step}/passkey`, { assertion }))).toEqual(WRONG)
    expect(clinic.logged(1)).toEqual([{ event: 'session.failed', step: 'passkey', reason: 'unknown' }])
  })

  test('of a disabled account, and is told the same', async () => {
    const { account, authenticator } = await clinic.anOwner('doctor')
    clinic.server.advance(30_000)
    const { administrator } = clinic
    await post(administrator, '/api/session/proof', {
      password: PASSWORD,
      code: codeOf(clinic.server, administrator.secret ?? ''),
    })
    const json = { status: 'disabled' }
    expect(
      (await administrator.fetch(`/api/people/${account.self.id}`, { method: 'PATCH', json })).status,
    ).toBe(204)
    expect(await answer(await clinic.signIn(authenticator))).toEqual(WRONG)
  })

  test('[C21] any more, after five that were wrong, but in a browser that is known', async () => {
    const { authenticator, account } = await clinic.anOwner('patient')
    const statuses: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      statuses.push((await clinic.signIn(authenticator, { rpId: 'evil.example' })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    const { browser: known, options } = await clinic.aDoor(account.cookie)
    const assertion = authenticator.sign(options)
    expect((await post(known, '/api/session/passkey', { assertion })).status).toBe(200)
  })
})

describe('[B34] a new passkey is not taken', () => {
  test.each([
    ['from the page of another origin', { origin: 'https://visita.evil.example' }],
    ['for another name', { rpId: 'evil.example' }],
    ['to another challenge', { challenge: 'AAAA' }],
    ['of a device that nobody unlocked', { unlocked: false }],
  ])('%s', async (_what, change) => {
    const patient = await clinic.aPatient()
    const made = clinic
      .anAuthenticator()
      .create(await asked(patient, '/api/account/passkeys'), 'Mine', change)
    expect(await answer(await post(patient, '/api/account/passkeys', made))).toEqual(WRONG)
    expect((await factorsOf(patient)).passkeys).toEqual([])
  })

  test('when somebody has it already', async () => {
    const { authenticator } = await clinic.anOwner('patient')
    const other = await clinic.aPatient()
    const reply = await clinic.enrol(other, authenticator)
    expect(await answer(reply)).toEqual([409, { error: 'conflict' }])
  })
})
