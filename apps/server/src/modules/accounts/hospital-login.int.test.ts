import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownHospitalLoginSchema, sessionReplySchema, totpReplySchema } from '@visita/protocol'
import { describe, expect, test } from 'vitest'
import { anAccount, anAdministrator, codeOf, signedIn, signIn } from '../../testing/accounts.ts'
import { ClinicOfHospital } from '../../testing/hospital-visitors.ts'
import type { Browser } from '../../testing/server.ts'

const MARIA = { account: 'employee-17' }
const BO = { account: 'employee-18' }
const BY_GROUPS = { VISITA_OIDC_ROLES: 'skin=doctor' }
const TRUSTED = { VISITA_OIDC_SECOND_FACTOR: 'mfa, urn:two' }

const ownLogin = async (browser: Pick<Browser, 'fetch'>) =>
  ownHospitalLoginSchema.parse(await (await browser.fetch('/api/account/hospital')).json())

describe('[B34] an account by the hospital login', () => {
  test('is made by an invitation, and opens by that login from then on', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    const invitation = await clinic.invitation(administrator, ['patient'])
    expect(await clinic.comesInvited(MARIA, invitation)).toMatchObject({ became: 'patient', page: null })
    expect(await clinic.logged(4)).toEqual([
      expect.stringContaining('invitation.used'),
      'account.made {"by":"oidc"}',
      'hospital_login.bound {}',
      'session.opened {"method":"oidc","secondFactor":"none"}',
    ])
    const again = await clinic.comes(MARIA)
    expect(again.became).toBe('patient')
    const reply = await again.browser.fetch('/api/session')
    const { session } = sessionReplySchema.parse(await reply.json())
    expect(session).toMatchObject({ level: 'account', self: { displayName: 'Maria Alves da Silva' } })
  })

  test('is not made for whoever was not invited', async () => {
    await using clinic = await ClinicOfHospital.open()
    expect(await clinic.comes(MARIA)).toMatchObject({ status: 403, error: 'login_unknown' })
    expect(await clinic.logged(1)).toEqual(['session.failed {"step":"oidc","reason":"unknown"}'])
  })

  test('is made by groups where the settings say so, with the roles named there', async () => {
    await using clinic = await ClinicOfHospital.open({ ...BY_GROUPS, ...TRUSTED })
    const doctor = await clinic.comes({ ...BO, code: true })
    expect(doctor.became).toBe('doctor')
    const { session } = sessionReplySchema.parse(await (await doctor.browser.fetch('/api/session')).json())
    expect(session).toMatchObject({ self: { displayName: 'Bo Li (bo)' } })
    expect(await clinic.comes(MARIA)).toMatchObject({ error: 'login_unknown' })
    clinic.hospital.employees.set('odd', { email: 'odd@hill.example', groups: ['constructor', '__proto__'] })
    expect(await clinic.comes({ account: 'odd' })).toMatchObject({ error: 'login_unknown' })
  })

  test('is never found by an e-mail address', async () => {
    await using clinic = await ClinicOfHospital.open(BY_GROUPS)
    const { login: email } = await anAdministrator(clinic.server)
    const name = 'Somebody who takes over'
    clinic.hospital.employees.set('thief', { name, email })
    expect(await clinic.comes({ account: 'thief' })).toMatchObject({ error: 'login_unknown' })
    clinic.hospital.employees.set('thief', { name, email, groups: ['skin'] })
    expect(await clinic.comes({ account: 'thief' })).toMatchObject({ status: 409, error: 'conflict login' })
  })

  test('takes an invitation for itself alone', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    const first = await clinic.invitation(administrator, ['patient'])
    expect(await clinic.comesInvited(MARIA, first)).toMatchObject({ status: 200 })
    expect(await clinic.comesInvited(BO, first)).toMatchObject({ status: 410, error: 'link_used' })
    const second = await clinic.invitation(administrator, ['patient'])
    expect(await clinic.comesInvited(MARIA, second)).toMatchObject({ error: 'conflict identity' })
    // What was refused has not used it up.
    expect(await clinic.comesInvited(BO, second)).toMatchObject({ became: 'patient' })
  })

  test('that is disabled is told no more than strangers are', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    const invitation = await clinic.invitation(administrator, ['patient'])
    const { browser } = await clinic.comesInvited(MARIA, invitation)
    const { session } = sessionReplySchema.parse(await (await browser.fetch('/api/session')).json())
    const id = session.level === 'account' ? session.self.id : ''
    await administrator.fetch(`/api/people/${id}`, { method: 'PATCH', json: { status: 'disabled' } })
    expect(await clinic.comes(MARIA)).toMatchObject({ status: 403, error: 'login_unknown' })
    expect(await clinic.logged(1)).toEqual(['session.failed {"step":"oidc","reason":"disabled"}'])
  })

  test('leaves neither identity nor address in any file or line of the log', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    await clinic.comesInvited(MARIA, await clinic.invitation(administrator, ['patient']))
    const { dataDir, log } = clinic.server
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
    const written = await Promise.all(files.map((file) => readFile(file, 'latin1')))
    expect([...written, ...log].join('\n')).not.toMatch(/employee-17|hill\.example|code=/)
  })
})

describe('[B34] the second factor of whoever comes by the hospital login', () => {
  test('counts where that login says that it has asked for one, in the words of the settings', async () => {
    await using clinic = await ClinicOfHospital.open({ ...BY_GROUPS, ...TRUSTED })
    expect(await clinic.comes({ ...BO, code: true })).toMatchObject({ became: 'doctor' })
    expect(await clinic.logged(1)).toEqual(['session.opened {"method":"oidc","secondFactor":"external"}'])
    expect(await clinic.comes(BO)).toMatchObject({ became: 'pending' })
  })

  test('is owed here otherwise, by staff', async () => {
    await using clinic = await ClinicOfHospital.open(BY_GROUPS)
    const { browser, became } = await clinic.comes({ ...BO, code: true })
    expect(became).toBe('pending')
    const proposed = await browser.fetch('/api/account/totp', { method: 'POST' })
    const { secret } = totpReplySchema.parse(await proposed.json())
    const json = { secret, code: codeOf(clinic.server, secret) }
    expect((await browser.fetch('/api/account/totp', { method: 'PUT', json })).status).toBe(200)
    expect(await clinic.logged(2)).toContain('session.opened {"method":"oidc","secondFactor":"totp"}')

    const pending = await clinic.comes(BO)
    expect(pending.became).toBe('pending')
    clinic.server.advance(30_000)
    const code = { code: codeOf(clinic.server, secret) }
    const second = await pending.browser.fetch('/api/session/code', { method: 'POST', json: code })
    expect((await signedIn(clinic.server, second)).session).toMatchObject({ roles: ['doctor'] })
  })
})

describe('[B34] somebody who has an account', () => {
  const binding = { path: '/api/account/hospital', json: undefined }

  test('ties it to the hospital login, comes in by it, and unties it', async () => {
    await using clinic = await ClinicOfHospital.open()
    const patient = await anAccount(clinic.server, await anAdministrator(clinic.server), ['patient'])
    expect(await ownLogin(patient)).toEqual({ bound: false, password: true })
    const bound = await clinic.comes(MARIA, await clinic.begins({ browser: patient, ...binding }))
    expect(bound).toMatchObject({ status: 200, page: '/account', became: 'patient' })
    expect(await clinic.logged(1)).toEqual(['hospital_login.bound {}'])
    expect(await ownLogin(patient)).toEqual({ bound: true, password: true })
    expect(await clinic.comes(MARIA)).toMatchObject({ became: 'patient' })

    expect((await patient.fetch('/api/account/hospital', { method: 'DELETE' })).status).toBe(204)
    expect(await clinic.logged(1)).toEqual(['hospital_login.unbound {}'])
    expect(await clinic.comes(MARIA)).toMatchObject({ error: 'login_unknown' })
  })

  test('[C22] must have shown just now who they are', async () => {
    await using clinic = await ClinicOfHospital.open()
    const patient = await anAccount(clinic.server, await anAdministrator(clinic.server), ['patient'])
    clinic.server.advance(6 * 60_000)
    await expect(clinic.begins({ browser: patient, ...binding })).rejects.toThrow('proof_needed')
    expect((await patient.fetch('/api/account/hospital', { method: 'DELETE' })).status).toBe(403)
  })

  test('cannot tie to it who belongs to another account', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    const [one, other] = [
      await anAccount(clinic.server, administrator, ['patient']),
      await anAccount(clinic.server, administrator, ['patient']),
    ]
    await clinic.comes(MARIA, await clinic.begins({ browser: one, ...binding }))
    const begun = await clinic.begins({ browser: other, ...binding })
    expect(await clinic.comes(MARIA, begun)).toMatchObject({ error: 'conflict identity' })
  })

  test('ties the account of the session that has asked, and no other', async () => {
    await using clinic = await ClinicOfHospital.open()
    const patient = await anAccount(clinic.server, await anAdministrator(clinic.server), ['patient'])
    const begun = await clinic.begins({ browser: patient, ...binding })
    await patient.fetch('/api/session', { method: 'DELETE' })
    expect(await clinic.comes(MARIA, begun)).toMatchObject({ error: 'login_over' })
    expect(await ownLogin(await signIn(clinic.server, patient))).toMatchObject({ bound: false })
  })

  test('without a password cannot untie it, which would lock them out', async () => {
    await using clinic = await ClinicOfHospital.open()
    const administrator = await anAdministrator(clinic.server)
    const invitation = await clinic.invitation(administrator, ['patient'])
    const { browser } = await clinic.comesInvited(MARIA, invitation)
    expect(await ownLogin(browser)).toEqual({ bound: true, password: false })
    const reply = await browser.fetch('/api/account/hospital', { method: 'DELETE' })
    expect(await reply.json()).toEqual({ error: 'conflict', detail: 'password' })
  })

  test('[C22] shows there who they are, with a second factor of theirs', async () => {
    await using clinic = await ClinicOfHospital.open()
    const doctor = await anAccount(clinic.server, await anAdministrator(clinic.server), ['doctor'])
    await clinic.comes(MARIA, await clinic.begins({ browser: doctor, ...binding }))
    clinic.server.advance(6 * 60_000)
    const path = '/api/session/hospital/proof'
    const asks = async (more: object) =>
      clinic.begins({ browser: doctor, path, json: { page: '/patients', ...more } })
    const isProven = async () => (await doctor.fetch('/api/account/hospital', { method: 'DELETE' })).status

    expect(await clinic.comes(MARIA, await asks({}))).toMatchObject({ error: 'second_factor_needed' })
    expect(await clinic.comes(BO, await asks({}))).toMatchObject({ error: 'login_refused' })
    await expect(asks({ code: '000000' })).rejects.toThrow('wrong_credentials')
    expect(await isProven()).toBe(403)
    const code = codeOf(clinic.server, doctor.secret ?? '')
    expect(await clinic.comes(MARIA, await asks({ code }))).toMatchObject({ page: '/patients' })
    expect(await isProven()).toBe(204)
  })
})
