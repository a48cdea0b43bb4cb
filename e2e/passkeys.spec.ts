import { aReader } from './fingerprint-reader.ts'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, DESKTOP, fitsHands, PHONE } from './inspect.ts'
import { aMember, anAdministrator, anInvitation, Member } from './members.ts'
import { aPerson, type Person } from './people.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

const opensAccount = ({ page }: Person): Promise<void> =>
  page.getByRole('link', { name: 'My account' }).click()

test('[B34] a patient makes a passkey, signs out, and signs in with it alone', async ({
  browser,
  server,
}) => {
  const { desk } = await anAdministrator(browser, server)
  const { desk: patient } = await aMember(browser, desk, { name: 'Johanna Beispiel', roles: ['patient'] })
  const reader = await aReader(patient.page)
  await opensAccount(patient)
  await patient.page.getByRole('textbox', { name: 'Name of the new passkey' }).fill('My old telephone')
  await patient.press('Add a passkey')
  await patient.reads('Keep your recovery codes')
  await patient.page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await patient.press('Go on')
  await expect(patient.page.getByRole('list', { name: 'Your passkeys' })).toContainText('My old telephone')

  await patient.press('Sign out')
  await patient.page.getByRole('link', { name: /I have an appointment/ }).click()
  await reader.refuses(true)
  await patient.press('Sign in with a passkey')
  await patient.reads('No passkey was given.')
  await reader.refuses(false)
  await patient.press('Sign in with a passkey')
  await expect(patient.button('Sign out')).toBeVisible()
  await opensAccount(patient)
  await expect(patient.page.getByRole('list', { name: 'Your passkeys' })).toContainText('last used')
})

test('[C22] a doctor’s passkey is the second factor, the way in, and the proof; the last one stays', async ({
  browser,
  server,
}) => {
  const { desk } = await anAdministrator(browser, server)
  const member = new Member(DOCTOR)
  const doctor = await aPerson(browser, DOCTOR)
  await aReader(doctor.page)
  await doctor.page.goto(await anInvitation(desk, DOCTOR, ['doctor']))
  await member.makesAccount(doctor)
  await doctor.press('Make a passkey')
  await doctor.readsTitle('Keep your recovery codes')
  await doctor.page.getByRole('checkbox', { name: 'I have kept them' }).check()
  await doctor.press('Go on')
  await doctor.readsTitle('Waiting')

  await doctor.press('Sign out')
  await member.givesPassword(doctor)
  await doctor.readsTitle('One more step')
  await doctor.press('Use a passkey')
  await doctor.readsTitle('Waiting')

  await opensAccount(doctor)
  // As the server answers five minutes after the last proof.
  await doctor.page.route(
    '**/api/account/passkeys/*',
    (route) => route.fulfill({ status: 403, json: { error: 'proof_needed' } }),
    { times: 1 },
  )
  await doctor.press(/^Remove Chrome on/)
  await doctor.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  const question = doctor.page.getByRole('dialog', { name: 'Is it still you?' })
  await question.getByRole('button', { name: 'Use a passkey instead' }).click()
  await doctor.reads('this is your last one')
})

test('the pages of passkeys are accessible, on a telephone and a desktop, by day and by night', async ({
  browser,
  server,
}) => {
  const { desk, member } = await anAdministrator(browser, server)
  await aReader(desk.page)
  await opensAccount(desk)
  await desk.press('Add a passkey')
  const passkeys = desk.page.getByRole('list', { name: 'Your passkeys' })
  await expect(passkeys.getByRole('listitem')).toHaveCount(1)
  await inspect(desk, 'account')
  await desk.press(/^Remove Chrome on/)
  await inspect(desk, 'removal')
  await desk.press('Keep it')
  await desk.press('Sign out')
  await desk.page.goto('/#staff')
  await expect(desk.button('Sign in with a passkey')).toBeVisible()
  await inspect(desk, 'sign-in')
  await member.givesPassword(desk)
  await desk.readsTitle('One more step')
  await inspect(desk, 'second-step')
})

async function inspect({ page }: Person, where: string): Promise<void> {
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport)
    await fitsHands(page, `${where}, ${viewport.width} px wide`)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await axeFindsNothing(page, `${where}, ${viewport.width} px wide, ${colorScheme}`)
    }
  }
}
