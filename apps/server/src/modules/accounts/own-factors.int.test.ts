import { recoveryCodesReplySchema, secondFactorSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signedIn } from '../../testing/accounts.ts'
import { PasskeyClinic, post } from '../../testing/passkeys.ts'
import type { Browser } from '../../testing/server.ts'

let clinic: PasskeyClinic
beforeEach(async () => {
  clinic = await PasskeyClinic.open()
})
afterEach(() => clinic.close())

const answer = async (reply: Response) => [reply.status, await reply.json()]
const WRONG = [401, { error: 'wrong_credentials' }]
const factorsOf = async (browser: Pick<Browser, 'fetch'>) =>
  secondFactorSchema.parse(await (await browser.fetch('/api/account/second-factor')).json())

const remove = (browser: Pick<Browser, 'fetch'>, path: string) =>
  browser.fetch(`/api/account/${path}`, { method: 'DELETE' })

describe('[B34] away with a second factor', () => {
  test('of staff, but not with the last one', async () => {
    const { account } = await clinic.anOwner('doctor')
    const { passkeys } = await factorsOf(account)
    expect((await remove(account, 'totp')).status).toBe(204)
    const last = await remove(account, `passkeys/${passkeys[0]?.id}`)
    expect(await answer(last)).toEqual([409, { error: 'last_second_factor' }])
    expect(await factorsOf(account)).toMatchObject({
      totp: false,
      recoveryCodes: 10,
      passkeys: [{ name: 'My telephone' }],
    })
    expect(clinic.logged(1)).toEqual([{ event: 'second_factor.removed', factor: 'totp' }])
    expect((await clinic.enrol(account, clinic.anAuthenticator())).status).toBe(200)
    expect((await remove(account, `passkeys/${passkeys[0]?.id}`)).status).toBe(204)
  })

  test('of a patient takes the recovery codes along, and the password alone lets in again', async () => {
    const { account, authenticator } = await clinic.anOwner('patient')
    const { passkeys } = await factorsOf(account)
    expect((await remove(account, `passkeys/${passkeys[0]?.id}`)).status).toBe(204)
    expect(await factorsOf(account)).toEqual({ totp: false, recoveryCodes: 0, passkeys: [] })
    expect(clinic.logged(2)).toEqual([
      { event: 'second_factor.removed', factor: 'passkey' },
      { event: 'second_factor.removed', factor: 'recovery_codes' },
    ])
    expect(await answer(await clinic.signIn(authenticator))).toEqual(WRONG)
    const { session } = await signedIn(
      clinic.server,
      await post(clinic.server.stranger(), '/api/session/password', account),
    )
    expect(session.level).toBe('account')
  })

  test('[C13] of somebody else is not there', async () => {
    const { account: theirs } = await clinic.anOwner('patient')
    const { account } = await clinic.anOwner('patient')
    const { passkeys } = await factorsOf(theirs)
    const reply = await remove(account, `passkeys/${passkeys[0]?.id}`)
    expect(await answer(reply)).toEqual([404, { error: 'not_found' }])
    expect((await factorsOf(theirs)).passkeys).toHaveLength(1)
  })

  test('makes new recovery codes, and the old ones stop working', async () => {
    const { account, codes: old } = await clinic.anOwner('patient')
    const reply = await post(account, '/api/account/recovery-codes')
    const { codes } = recoveryCodesReplySchema.parse(await reply.json())
    expect(clinic.logged(2)).toEqual([
      { event: 'second_factor.removed', factor: 'recovery_codes' },
      { event: 'second_factor.enrolled', factor: 'recovery_codes' },
    ])
    const enter = async (code: string | undefined) => {
      const { browser } = await signedIn(
        clinic.server,
        await post(clinic.server.stranger(), '/api/session/password', account),
      )
      return (await post(browser, '/api/session/code', { code })).status
    }
    expect([await enter(old[0]), await enter(codes[0])]).toEqual([401, 200])
  })
})
