import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { inspect } from './inspect.ts'
import { aMember, anAdministrator, anInvitation, goesToThePeopleHere, Member, theLink } from './members.ts'
import { aPerson, meet } from './people.ts'
import type { TestServer } from './server.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'
const WRONG = 'E-mail and password do not belong together.'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

/** An administrator and a doctor, each at their desk. */
async function aClinic(browser: Browser, server: TestServer) {
  const administrator = await anAdministrator(browser, server)
  const doctor = await aMember(browser, administrator.desk, { name: DOCTOR, roles: ['doctor'] })
  return { administrator, doctor }
}

test('[B34] the printed link makes the first administrator, who invites a doctor, who signs in with a code', async ({
  browser,
  server,
}) => {
  const ada = new Member('Ada Administrator')
  const administrator = { member: ada, desk: await aPerson(browser, ada.name) }
  await administrator.desk.page.goto(server.setUpLink())
  await ada.makesAccount(administrator.desk)
  await ada.enrols(administrator.desk)
  await administrator.desk.readsTitle('People')
  const doctor = { member: new Member(DOCTOR), desk: await aPerson(browser, DOCTOR) }
  await doctor.desk.page.goto(await anInvitation(administrator.desk, DOCTOR, ['doctor']))
  await doctor.member.makesAccount(doctor.desk)
  await doctor.member.enrols(doctor.desk)
  await doctor.desk.readsTitle('Waiting')
  expect(new URL(doctor.desk.page.url()).hash).toBe('')

  await administrator.desk.page.getByRole('link', { name: 'People', exact: true }).click()
  const row = administrator.desk.rowOf(doctor.member)
  for (const text of [doctor.member.login, 'Doctor', 'Password and code'])
    await expect(row).toContainText(text)

  await doctor.desk.press('Sign out')
  await expect(doctor.desk.page.getByRole('link', { name: /I work here/ })).toBeVisible()
  await doctor.member.signsIn(doctor.desk)
  await doctor.desk.readsTitle('Waiting')
  await doctor.desk.page.reload()
  await doctor.desk.readsTitle('Waiting')

  const stranger = await aPerson(browser, 'Somebody else')
  await stranger.page.goto(server.setUpLink())
  await new Member('Somebody else').makesAccount(stranger)
  await stranger.readsTitle('This link no longer works')
})

test('[C20] a wrong password and an e-mail that nobody has are told the same', async ({
  browser,
  server,
}) => {
  const { doctor } = await aClinic(browser, server)
  const visitor = await aPerson(browser, DOCTOR)
  await doctor.member.givesPassword(visitor, 'not the password')
  await expect(visitor.page.getByRole('alert')).toContainText(WRONG)
  const told = await visitor.page.getByRole('alert').innerText()

  await new Member('Nobody at all').givesPassword(visitor)
  await expect(visitor.page.getByRole('alert')).toHaveText(told)
})

test('[C19] a session that is ended from another browser loses its page within two seconds', async ({
  browser,
  server,
}) => {
  const { doctor } = await aClinic(browser, server)
  const other = await aPerson(browser, DOCTOR)
  await doctor.member.signsIn(other)
  await other.readsTitle('Waiting')

  await doctor.desk.page.getByRole('link', { name: 'My account' }).click()
  const sessions = doctor.desk.page.getByRole('list', { name: 'Where you are signed in' })
  await expect(sessions.getByRole('listitem')).toHaveCount(2)
  await expect(sessions.getByRole('listitem').first()).toContainText(/Chrome on \w+.*This one/s)
  await sessions.getByRole('button', { name: /^End / }).click()
  await expect(other.page.getByText('You were signed out')).toBeVisible({ timeout: 2_000 })
  await expect(sessions.getByRole('listitem')).toHaveCount(1)
  await other.page.reload()
  await expect(other.page.getByRole('link', { name: /I work here/ })).toBeVisible()
})

test('[C22] a new password holds at once, and signs out everywhere else', async ({ browser, server }) => {
  const { doctor } = await aClinic(browser, server)
  const other = await aPerson(browser, DOCTOR)
  await doctor.member.signsIn(other)
  await other.readsTitle('Waiting')

  const { page } = doctor.desk
  await page.getByRole('link', { name: 'My account' }).click()
  const change = async (present: string, next: string): Promise<void> => {
    await page.getByLabel('Present password').fill(present)
    await page.getByLabel('New password').fill(next)
    await doctor.desk.press('Change the password')
  }
  await change('not the password', 'another four plain words')
  await doctor.desk.reads('The present password is not right.')
  await change(doctor.member.password, 'password1234')
  await doctor.desk.reads('one of the first that strangers would try')
  await change(doctor.member.password, 'another four plain words')
  await doctor.desk.reads('The new password holds.')
  await expect(other.page.getByText('You were signed out')).toBeVisible()

  await doctor.member.givesPassword(other)
  await expect(other.page.getByRole('alert')).toContainText(WRONG)
  doctor.member.password = 'another four plain words'
  await doctor.member.givesPassword(other)
  await other.readsTitle('One more step')
  await other.press('Telephone not at hand? Use a recovery code')
  const [recoveryCode = ''] = doctor.member.recoveryCodes
  await other.page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await other.press('Go on')
  await other.readsTitle('Waiting')
})

test('[C22] a reset link sets another password once; the code is asked for all the same', async ({
  browser,
  server,
}) => {
  const { administrator, doctor } = await aClinic(browser, server)
  const { desk } = administrator
  await desk.page.getByRole('link', { name: 'People', exact: true }).click()
  await desk.press(`Change ${DOCTOR}`)
  await desk.press('Make a link')
  const link = await theLink(desk)

  const visitor = await aPerson(browser, DOCTOR)
  await visitor.page.goto(link)
  await visitor.readsTitle('Choose a new password')
  expect(visitor.page.url()).not.toContain('reset=')
  await visitor.page.getByLabel('Password', { exact: true }).fill('another four plain words')
  await visitor.press('Use this password')
  await visitor.readsTitle('Your new password holds')
  await expect(doctor.desk.page.getByText('You were signed out')).toBeVisible()
  await visitor.press('Go and sign in')
  doctor.member.password = 'another four plain words'
  await doctor.member.signsIn(visitor)
  await visitor.readsTitle('Waiting')

  const late = await aPerson(browser, DOCTOR)
  await late.page.goto(link)
  await late.page.getByLabel('Password', { exact: true }).fill('yet another four words')
  await late.press('Use this password')
  await late.readsTitle('This link no longer works')
})

test('[C22] something grave waits until the administrator has shown again who they are', async ({
  browser,
  server,
}) => {
  const { administrator, doctor } = await aClinic(browser, server)
  const { desk, member } = administrator
  // As the server answers five minutes after the last proof.
  await desk.page.route(
    '**/api/people/*',
    (route) => route.fulfill({ status: 403, json: { error: 'proof_needed' } }),
    { times: 1 },
  )
  await desk.page.getByRole('link', { name: 'People', exact: true }).click()
  await desk.press(`Change ${DOCTOR}`)
  await desk.press('Close the account')
  const question = desk.page.getByRole('dialog')
  await question.getByRole('button', { name: 'Close the account' }).click()
  await expect(question).toContainText('Is it still you?')
  await question.getByLabel('Your password').fill(member.password)
  await question.getByRole('textbox', { name: 'Six-digit code' }).fill(await member.nextCode())
  await question.getByRole('button', { name: 'Confirm' }).click()
  await expect(desk.rowOf(doctor.member)).toContainText('Closed')
  await expect(doctor.desk.page.getByText('You were signed out')).toBeVisible()
})

test('[B34] a doctor invites a patient, who needs no code and sees only their own pages', async ({
  browser,
  server,
}) => {
  const { doctor } = await aClinic(browser, server)
  const link = await anInvitation(doctor.desk, 'Johanna Beispiel', [])
  const patient = await aPerson(browser, 'Johanna Beispiel')
  await patient.page.goto(link)
  await new Member(patient.name).makesAccount(patient)
  await patient.readsTitle('Ask for a visit')
  await expect(patient.page.getByRole('navigation').getByRole('link')).toHaveText([
    'Ask for a visit',
    'People here',
    'My record',
    'My account',
  ])
  await goesToThePeopleHere(patient)
  await expect(patient.button(`Call ${DOCTOR}`)).toBeVisible()
  await patient.page.goto('/people')
  await patient.readsTitle('There is no such page for you')
})

test('[A5] a doctor and a patient meet from their own pages, and come back to them', async ({
  browser,
  server,
}) => {
  const { administrator, doctor } = await aClinic(browser, server)
  const { desk: patient } = await aMember(browser, administrator.desk, {
    name: 'Johanna Beispiel',
    roles: ['patient'],
  })
  await doctor.desk.page.getByRole('link', { name: 'My account' }).click()
  await goesToThePeopleHere(patient)
  await meet(patient, doctor.desk)
  await Promise.all([patient.sees(doctor.desk), doctor.desk.sees(patient)])
  await patient.ends()
  await doctor.desk.readsTitle(`${patient.name} ended the visit`)
  await doctor.desk.press('Back to your pages')
  await doctor.desk.readsTitle('My account')
  await patient.press('Back to your pages')
  await patient.readsTitle('People here')
  await expect(patient.rowOf(doctor.desk)).toContainText('Available')
})

test.describe('where patients may make accounts themselves', () => {
  test.use({ serverEnv: { VISITA_LOBBY: 'signed_in', VISITA_SELF_SIGN_UP: 'true' } })

  test('[B34] a patient does, and signs in with it', async ({ browser, server }) => {
    await anAdministrator(browser, server)
    const member = new Member('Johanna Beispiel')
    const patient = await aPerson(browser, member.name)
    await patient.page.goto('/')
    await patient.page.getByRole('link', { name: /I have an appointment/ }).click()
    await patient.page.getByRole('link', { name: 'Make an account' }).click()
    await patient.readsTitle('Make an account')
    await patient.press('Make my account')
    await expect(patient.page.getByRole('textbox', { name: 'Your name' })).toBeFocused()
    await member.makesAccount(patient)
    await patient.readsTitle('Ask for a visit')
    await patient.press('Sign out')
    await expect(patient.page.getByRole('link', { name: /I have an appointment/ })).toBeVisible()
    await member.givesPassword(patient)
    await patient.readsTitle('Ask for a visit')
  })
})

test('the pages of accounts are accessible, on a telephone, a desktop and the narrowest window, by day and by night', async ({
  browser,
  server,
}) => {
  test.setTimeout(240_000)
  await walk(browser, server)
})

/** Takes an administrator and a doctor through every page of accounts. */
async function walk(browser: Browser, server: TestServer): Promise<void> {
  const ada = new Member('Ada Administrator')
  const desk = await aPerson(browser, ada.name)
  await desk.page.goto('/')
  await inspect(desk, 'a clinic without accounts')
  await desk.page.goto(server.setUpLink())
  await desk.readsTitle('Set up this clinic')
  await inspect(desk, 'set-up')
  await ada.makesAccount(desk)
  await desk.readsTitle('Protect your account')
  await inspect(desk, 'enrolment')
  await ada.enrols(desk, () => inspect(desk, 'recovery codes'))
  const link = await anInvitation(desk, DOCTOR, ['doctor'])
  await inspect(desk, 'an invitation made')

  const visitor = await aPerson(browser, DOCTOR)
  await visitor.page.goto(link)
  await visitor.readsTitle('Visita invites you')
  await inspect(visitor, 'invitation')
  await new Member(DOCTOR).makesAccount(visitor)
  await visitor.readsTitle('Protect your account')
  const late = await aPerson(browser, 'Somebody else')
  await late.page.goto(link)
  await late.readsTitle('This invitation no longer works')
  await inspect(late, 'a used link')

  await desk.page.getByRole('link', { name: 'People', exact: true }).click()
  await desk.press(`Change ${DOCTOR}`)
  await inspect(desk, 'people')
  await desk.page.getByRole('link', { name: 'Invite', exact: true }).click()
  await desk.press('Make the link')
  await inspect(desk, 'invite')
  await desk.page.getByRole('link', { name: 'My account' }).click()
  await desk.press('Set up a telephone')
  await expect(desk.page.getByRole('img', { name: /^QR code/ })).toBeVisible()
  await inspect(desk, 'account')
  await desk.press('Sign out')
  await expect(desk.page.getByRole('link', { name: /I work here/ })).toBeVisible()
  await inspect(desk, 'welcome')
  await ada.givesPassword(desk, 'not the password')
  await expect(desk.page.getByRole('alert')).toBeVisible()
  await inspect(desk, 'sign in')
  await ada.givesPassword(desk)
  await desk.readsTitle('One more step')
  await inspect(desk, 'code')
}
