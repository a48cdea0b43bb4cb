import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { inspect, PHONE } from './inspect.ts'
import { aMember, anAdministrator, theLink } from './members.ts'
import { aPerson, type Person } from './people.ts'
import type { TestServer } from './server.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'
const PATIENT = 'Johanna Beispiel'

test.use({ serverEnv: { VISITA_LOBBY: 'off' } })

/** A coordinator who makes a link, and the doctor whom it is for. */
async function aClinic(browser: Browser, server: TestServer) {
  const { desk: administrator } = await anAdministrator(browser, server)
  const { desk: doctor } = await aMember(browser, administrator, { name: DOCTOR, roles: ['doctor'] })
  const { desk: coordinator } = await aMember(browser, administrator, {
    name: 'Carla Coordinator',
    roles: ['coordinator'],
  })
  await coordinator.page.getByRole('link', { name: 'Link to one visit' }).click()
  await coordinator.readsTitle('Links to one visit')
  return { doctor, coordinator }
}

async function makesLink({ page }: Person): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the patient' }).fill(PATIENT)
  await page.getByRole('combobox', { name: 'Who will see them?' }).selectOption(DOCTOR)
  await page.getByRole('button', { name: 'Make the link' }).click()
}

const aPatient = (browser: Browser): Promise<Person> =>
  aPerson(browser, PATIENT, { context: { viewport: PHONE } })

test('[B34] a patient without an account is two presses from the doctor, and the link is good for that visit alone', async ({
  browser,
  server,
}) => {
  const { doctor, coordinator } = await aClinic(browser, server)
  await makesLink(coordinator)
  const link = await theLink(coordinator)

  // The first press is on the link itself.
  const patient = await aPatient(browser)
  await patient.page.goto(link)
  await patient.readsTitle(`Good day, ${PATIENT}`)
  await patient.reads(`You will talk with ${DOCTOR}.`)
  expect(patient.page.url()).not.toContain('#')
  await patient.press('Come to the visit')
  await patient.readsTitle('You are in the queue')
  await patient.reads(`${DOCTOR} will call you.`)
  await patient.page.reload()
  await patient.readsTitle('You are in the queue')
  // Nobody is filmed before they have answered.
  expect(await patient.page.evaluate(() => pageWatch.tracks.length)).toBe(0)

  await doctor.press(`Start the visit with ${PATIENT}`)
  await patient.answers()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  await doctor.ends()
  await patient.press('I am done here')
  await patient.readsTitle('This visit is over')
  await patient.press('Leave this page')
  await patient.readsTitle('Welcome to Visita')

  await patient.page.goto(link)
  await patient.readsTitle('This visit is over')
  const { page } = await aPatient(browser)
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This visit is over' })).toBeVisible()
  await coordinator.press('Make another')
  await coordinator.reads('There are none.')
})

test('[B34] a link that is withdrawn admits nobody, and whoever has come with it is sent away', async ({
  browser,
  server,
}) => {
  const { doctor, coordinator } = await aClinic(browser, server)
  await makesLink(coordinator)
  const link = await theLink(coordinator)
  const patient = await aPatient(browser)
  await patient.page.goto(link)
  await patient.press('Come to the visit')
  await patient.readsTitle('You are in the queue')
  await expect(doctor.button(`Start the visit with ${PATIENT}`)).toBeVisible()

  // Out of the queue and back into it.
  await patient.press('Leave the queue')
  await patient.page.getByRole('dialog').getByRole('button', { name: 'Leave the queue' }).click()
  await patient.reads('You have left the queue')
  await patient.press('Come to the visit')
  await patient.readsTitle('You are in the queue')

  await coordinator.press('Make another')
  await coordinator.press(`Withdraw the link of ${PATIENT}`)
  await coordinator.reads('There are none.')
  await doctor.reads('Nobody is waiting')
  await expect(patient.page.getByRole('heading', { name: 'You are in the queue' })).toHaveCount(0)
  await patient.page.goto(link)
  await patient.readsTitle('This visit is over')
})

test(
  'the pages of a link to a visit are accessible, on a telephone, a desktop and the narrowest window, by day and by night',
  { tag: '@long' },
  async ({ browser, server }) => {
    test.setTimeout(240_000)
    const { coordinator } = await aClinic(browser, server)
    await makesLink(coordinator)
    await inspect(coordinator, 'a link that was made')
    const link = await theLink(coordinator)
    await coordinator.press('Make another')
    await coordinator.reads(`With ${DOCTOR}`)
    await inspect(coordinator, 'links that still work')
    const patient = await aPatient(browser)
    await patient.page.goto(link)
    await patient.readsTitle(`Good day, ${PATIENT}`)
    await inspect(patient, 'a link that was opened')
    await patient.press('Come to the visit')
    await patient.readsTitle('You are in the queue')
    await inspect(patient, 'waiting with a link')
    await coordinator.press(`Withdraw the link of ${PATIENT}`)
    await coordinator.reads('There are none.')
    await patient.page.goto(link)
    await patient.readsTitle('This visit is over')
    await inspect(patient, 'a link that is over')
  },
)
