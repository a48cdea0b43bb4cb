import { aClinic, DOCTOR, goesTo, PATIENT, SAID } from './clinic.ts'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, fitsHands } from './inspect.ts'
import { type aMember, goesToThePeopleHere } from './members.ts'
import { meet, type Person } from './people.ts'
import { photographs, photographsOffline } from './photographs.ts'

const OTHER_DOCTOR = 'Doctor Karim Haddad'
const REASON = 'Brought in unconscious, allergies are not known.'

test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

async function inspect({ page }: Person, where: string): Promise<void> {
  await fitsHands(page, where)
  await axeFindsNothing(page, where)
  // Colours are all that the dark changes.
  await page.emulateMedia({ colorScheme: 'dark' })
  await axeFindsNothing(page, `${where}, in the dark`, ['color-contrast'])
  await page.emulateMedia({ colorScheme: 'light' })
}

/** The doctor, with the record open, follows a complaint with its place on the skin. */
async function opensACase(desk: Person): Promise<void> {
  const { page } = desk
  await desk.press('New case')
  await desk.press('Open the case')
  await desk.reads('Write in a few words what is followed.')
  await page.getByRole('textbox', { name: 'What is followed' }).fill('Psoriasis of both elbows')
  await desk.press('Open the case')
  await desk.readsTitle('Psoriasis of both elbows')
  expect(decodeURI(page.url())).not.toContain('Psoriasis')
  await desk.press('Add a place')
  await page.getByLabel('Place on the body').selectOption({ label: 'Left elbow' })
  await page.getByRole('textbox', { name: 'What is there' }).fill('Thick red plaque')
  await page.getByRole('textbox', { name: 'Since when' }).fill('2026-03')
  await inspect(desk, 'a new place on the skin')
  await desk.press('Keep this place')
  const place = page.getByRole('button', { name: /Thick red plaque.*Left elbow, since 2026-03/ })
  await place.click()
  await expect(place).toHaveAttribute('aria-pressed', 'true')
  await inspect(desk, 'a case')
}

/** The patient finds the case in their own record. */
async function seesTheirCase(desk: Person): Promise<void> {
  const { page } = desk
  await page.getByRole('link', { name: /Psoriasis of both elbows/ }).click()
  await desk.readsTitle('Psoriasis of both elbows')
  await desk.reads(new RegExp(`Responsible: ${DOCTOR}`))
  await expect(page.getByRole('button', { name: /Left elbow/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add a place' })).toBeHidden()
  await inspect(desk, 'my case')
  await goesTo(desk, 'My record')
}

test('[B27] a doctor opens the record of a patient they met, the visit, and a case; the patient sees them, and who read', async ({
  browser,
  server,
}) => {
  const { doctor, patient } = await aClinic(browser, server)
  const { page } = doctor.desk
  await goesTo(doctor.desk, 'Patients')
  await inspect(doctor.desk, 'patients')
  await page.getByRole('link', { name: PATIENT }).click()
  await doctor.desk.readsTitle(PATIENT)
  expect(decodeURI(page.url())).not.toContain('Johanna')
  expect(await page.title()).not.toContain('Johanna')
  await expect(page.getByRole('region', { name: 'Who treats' })).toContainText('You')
  await inspect(doctor.desk, 'the record of a patient')
  await page.getByRole('link', { name: /ended by you/ }).click()
  await doctor.desk.readsTitle(/^Visit of /)
  await doctor.desk.reads(SAID)
  // [B7] Each of the two has kept how their line was.
  const lines = page.getByRole('region', { name: 'How the line was' })
  await expect(lines).toContainText(`${PATIENT}: good for`)
  await expect(lines).toContainText(`${DOCTOR}: good for`)
  await inspect(doctor.desk, 'a visit of the record')
  await page.getByRole('link', { name: 'The patient’s record' }).click()
  await opensACase(doctor.desk)

  await goesTo(patient.desk, 'My record')
  await expect(patient.desk.page.getByRole('region', { name: 'Who treats' })).toContainText(DOCTOR)
  await inspect(patient.desk, 'my record')
  await seesTheirCase(patient.desk)
  await patient.desk.page.getByRole('link', { name: new RegExp(`ended by ${DOCTOR}`) }).click()
  await patient.desk.reads(SAID)
  await inspect(patient.desk, 'my visit')
  await patient.desk.page.getByRole('link', { name: 'My record', exact: true }).first().click()
  await patient.desk.page.getByRole('link', { name: 'See who read my record' }).click()
  await patient.desk.readsTitle('Who read my record')
  const readings = patient.desk.page.getByRole('list', { name: 'Who read my record' })
  await expect(readings.getByRole('listitem').first()).toContainText(DOCTOR)
  await expect(readings).toContainText('Opened your record, with the list of your visits.')
  await expect(readings).toContainText('Opened a visit, with what was written in it.')
  await expect(readings).toContainText('Opened one of your cases.')
  await inspect(patient.desk, 'who read my record')
})

test(
  '[B25, X8, X4] a photograph taken without a line comes to the doctor, is asked for once more, and two are compared',
  {
    tag: '@long',
  },
  async ({ browser, server }) => {
    test.setTimeout(480_000)
    const { doctor, patient } = await aClinic(browser, server)
    const { page } = doctor.desk
    await goesTo(doctor.desk, 'Patients')
    await page.getByRole('link', { name: PATIENT }).click()
    await opensACase(doctor.desk)
    await goesTo(patient.desk, 'My record')
    await patient.desk.page.getByRole('link', { name: /Psoriasis of both elbows/ }).click()
    await goesTo(doctor.desk, 'New photos')
    await doctor.desk.reads('No photos wait to be looked at.')
    const next = await photographsOffline(patient.desk)
    await page.getByRole('link', { name: /Psoriasis of both elbows.*One new photo/ }).click()
    await page.getByRole('button', { name: /From afar, .*New/ }).click()
    const viewer = page.getByRole('dialog', { name: /^From afar/ })
    await expect(viewer.getByRole('img', { name: /^From afar/ })).toHaveJSProperty('naturalWidth', 1024)
    await inspect(doctor.desk, 'a photo')
    await viewer.getByLabel('Please take it again, because').selectOption({ label: 'it is not sharp.' })
    await doctor.desk.press('Ask for it once more')
    await expect(viewer.getByText('Asked for once more: it is not sharp.')).toBeVisible()
    await doctor.desk.press('Close')
    await inspect(doctor.desk, 'a case with a photo')
    await next.reads('Your doctor asks for this photo once more: it is not sharp.')
    await expect(next.page.getByRole('button', { name: 'From afar once more, please' })).toBeVisible()
    await photographs(next)
    await expect(next.page.getByRole('button', { name: 'From afar taken' })).toBeVisible()

    // [X4] Two of the same place are compared.
    await page.getByRole('link', { name: 'Compare' }).click()
    const both = page.getByRole('group', { name: /^The photos/ }).getByRole('img')
    await expect(both).toHaveCount(2)
    await inspect(doctor.desk, 'comparing photos')
    const before = await both.first().boundingBox()
    await doctor.desk.press('Larger')
    await page.getByLabel('How they are shown').selectOption({ label: 'Swipe' })
    await expect(page.getByRole('slider')).toBeVisible()
    expect((await both.first().boundingBox())?.width).toBeGreaterThan(before?.width ?? Infinity)
    await goesTo(next, 'My record')
    await next.page.getByRole('link', { name: 'See who read my record' }).click()
    await next.reads('Opened one of your cases.')
  },
)

test('[X7] a doctor without relation opens a record against the rule; patient and privacy officer are told at once', async ({
  browser,
  server,
}) => {
  const { member, doctor, patient } = await aClinic(browser, server)
  const other = await member(OTHER_DOCTOR, ['doctor'])
  const officer = await member('Olivia Officer', ['privacy_officer'])
  for (const { desk } of [patient, officer]) await goesTo(desk, 'My account')

  const { desk } = other
  await findsPatient(desk, patient.member.login)
  await desk.readsTitle(`Open the record of ${PATIENT} against the rule?`)
  await expect(desk.page.getByText(SAID)).toBeHidden()
  await inspect(desk, 'against the rule')
  await desk.page.getByRole('textbox', { name: 'Why do you open it?' }).fill('Urgent')
  await desk.press('Open the record')
  await desk.reads('Give the reason, in ten letters or more.')
  await desk.page.getByRole('textbox', { name: 'Why do you open it?' }).fill(REASON)
  await provesFirst(other)

  await desk.readsTitle(PATIENT)
  const banner = desk.page.getByRole('region', { name: 'Records open against the rule' })
  await expect(banner).toContainText(`You have the record of ${PATIENT} open against the rule.`)
  await expect(banner).toContainText(/(59|60) minutes are left/)
  await inspect(desk, 'a record that is open against the rule')
  await goesTo(desk, 'My account')
  await expect(banner).toBeVisible()
  await goesToThePeopleHere(doctor.desk)
  await meet(doctor.desk, desk)
  await expect(banner).toBeVisible()
  await expect(desk.button('End visit')).toBeInViewport({ ratio: 1 })
  await desk.ends()
  await expect(banner).toBeVisible()
  await desk.press('Back to your pages')

  // Neither has loaded anything anew.
  await officer.desk.reads('One access against the rule waits for your verdict')
  await officer.desk.page.getByRole('link', { name: 'Review', exact: true }).click()
  const waiting = officer.desk.page.getByRole('list', { name: 'Waiting for a verdict' })
  await expect(waiting).toContainText(`${OTHER_DOCTOR} opened the record of ${PATIENT}`)
  await expect(waiting).toContainText(REASON)
  await inspect(officer.desk, 'access against the rule')

  await patient.desk.reads('A doctor opened your record without treating you')
  await inspect(patient.desk, 'told of an access')
  await patient.desk.page.getByRole('link', { name: 'See who and why' }).click()
  const readings = patient.desk.page.getByRole('list', { name: 'Who read my record' })
  await expect(readings).toContainText(`The reason given: ${REASON}`)
  await expect(readings).toContainText(OTHER_DOCTOR)
  await inspect(patient.desk, 'who read my record against the rule')
  await goesTo(patient.desk, 'My account')
  await expect(patient.desk.page.getByText('A doctor opened your record')).toBeHidden()

  await officer.desk.press('It was right')
  await expect(officer.desk.page.getByRole('list', { name: 'With a verdict' })).toContainText('It was right')
  await officer.desk.reads('Nothing waits for a verdict')

  await banner.getByRole('link', { name: 'To the record' }).click()
  await desk.page.getByRole('link', { name: /ended by/ }).click()
  await desk.reads(SAID)
  await desk.press(`Close it now: the record of ${PATIENT}`)
  await desk.reads('This record is closed')
  await expect(desk.page.getByText(SAID)).toBeHidden()
  await expect(banner).toBeHidden()
  await goesTo(desk, 'Patients')
  await findsPatient(desk, patient.member.login)
  await desk.readsTitle(`Open the record of ${PATIENT} against the rule?`)
})

/** By the whole e-mail address, and goes to the record. */
async function findsPatient(doctor: Person, login: string): Promise<void> {
  await goesTo(doctor, 'Patients')
  await doctor.page.getByRole('textbox', { name: 'E-mail of the patient' }).fill(login)
  await doctor.press('Find')
  await doctor.page.getByRole('link', { name: PATIENT }).click()
}

/** Opens the record, as the server answers five minutes after the doctor last showed who they are. */
async function provesFirst({ desk, member }: Awaited<ReturnType<typeof aMember>>): Promise<void> {
  await desk.page.route(
    '**/api/break-glass',
    (route) => route.fulfill({ status: 403, json: { error: 'proof_needed' } }),
    { times: 1 },
  )
  await desk.press('Open the record')
  const question = desk.page.getByRole('dialog')
  await expect(question).toContainText('Is it still you?')
  await question.getByLabel('Your password').fill(member.password)
  await question.getByRole('textbox', { name: 'Six-digit code' }).fill(await member.nextCode())
  await question.getByRole('button', { name: 'Confirm' }).click()
}
