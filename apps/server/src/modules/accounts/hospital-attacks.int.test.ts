import { describe, expect, test } from 'vitest'
import { throughHospital } from '../../testing/hospital.ts'
import { ClinicOfHospital } from '../../testing/hospital-visitors.ts'
import { anAdministrator } from '../../testing/accounts.ts'

const BO = { account: 'employee-18', code: true }
const ENV = { VISITA_OIDC_ROLES: 'skin=patient' }

const failed = (reason: string): string => `session.failed {"step":"oidc","reason":"${reason}"}`
const changed = (query: string, change: Record<string, string>): string => {
  const parameters = new URLSearchParams(query)
  for (const [name, value] of Object.entries(change)) parameters.set(name, value)
  return parameters.toString()
}

describe('[B34] what comes back from the hospital login', () => {
  test('is asked for with a challenge, a state and a nonce, each anew', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const [one, two] = [new URL((await clinic.begins()).url), new URL((await clinic.begins()).url)]
    expect(one.searchParams.get('code_challenge_method')).toBe('S256')
    expect(one.searchParams.get('redirect_uri')).toBe(`${clinic.server.url}/hospital`)
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(one.searchParams.get(name)).toMatch(/^[\w-]{43}$/)
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
    }
  })

  test('is refused with another state', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = changed(await throughHospital(url, BO), { state: 'A'.repeat(43) })
    expect(await clinic.answers(browser, answer)).toMatchObject({ status: 410, error: 'login_over' })
    expect(await clinic.logged(1)).toEqual([failed('expired')])
  })

  test('is good once', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = await throughHospital(url, BO)
    expect(await clinic.answers(browser, answer)).toMatchObject({ became: 'patient' })
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_over' })
    expect(await clinic.logged(1)).toEqual([failed('replayed')])
  })

  test('is refused with a code that was used, under a new state', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const first = await clinic.begins()
    const used = await throughHospital(first.url, BO)
    await clinic.answers(first.browser, used)
    const { url, browser } = await clinic.begins()
    const state = new URL(url).searchParams.get('state') ?? ''
    const outcome = await clinic.answers(browser, changed(used, { state }))
    expect(outcome).toMatchObject({ status: 401, error: 'login_refused' })
    expect(await clinic.logged(1)).toEqual([failed('wrong')])
  })

  test('is refused in another browser, and is of no use in the right one then', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = await throughHospital(url, BO)
    const { browser: another } = await clinic.begins()
    for (const wrong of [another, clinic.server.stranger()]) {
      expect(await clinic.answers(wrong, answer)).toMatchObject({ error: 'login_over' })
    }
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_over' })
  })

  test('is refused with a token for another nonce', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const tampered = new URL(url)
    tampered.searchParams.set('nonce', 'another')
    const answer = await throughHospital(tampered.href, BO)
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_refused' })
  })

  test('is refused without the challenge that was asked for', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const tampered = new URL(url)
    tampered.searchParams.set('code_challenge', 'B'.repeat(43))
    const answer = await throughHospital(tampered.href, BO)
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_refused' })
  })

  test('is refused from another issuer', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = changed(await throughHospital(url, BO), { iss: 'https://elsewhere.example' })
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_refused' })
  })

  test('is refused after ten minutes', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = await throughHospital(url, BO)
    clinic.server.advance(10 * 60_000)
    expect(await clinic.answers(browser, answer)).toMatchObject({ error: 'login_over' })
    expect(await clinic.logged(1)).toEqual([failed('expired')])
  })

  test('may be that somebody has thought better of it', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const outcome = await clinic.comes({ ...BO, cancel: true })
    expect(outcome).toMatchObject({ status: 401, error: 'login_refused' })
  })
})

describe('[B34] the hospital login', () => {
  test('that is down says so, keeps nobody from a password, and is asked again by the next', async () => {
    await using clinic = await ClinicOfHospital.open(ENV)
    const { url, browser } = await clinic.begins()
    const answer = await throughHospital(url, BO)
    await clinic.hospital.close()
    expect(await clinic.answers(browser, answer)).toMatchObject({ status: 503, error: 'login_unreachable' })
    expect((await anAdministrator(clinic.server)).self.displayName).toBe('Ada Administrator')
  })

  test('that never answered keeps no server from starting', async () => {
    await using clinic = await ClinicOfHospital.open({ VISITA_OIDC_ISSUER: 'http://127.0.0.1:9' })
    const session = await clinic.server.stranger().fetch('/api/session')
    expect(await session.json()).toMatchObject({ clinic: { hospitalLogin: 'Hill Hospital' } })
    await expect(clinic.begins()).rejects.toThrow('login_unreachable')
  })
})
