import { headlessShell } from './browser.ts'
import { expect, test } from './fixtures.ts'
import { aPersonInTheLobby, aVisit, meet, type Person } from './people.ts'

test('[B3] ended by the caller: both sides are told, and everything is released on both', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisitWithEverything(browser)
  await patient.ends()
  await patient.readsTitle('You ended the visit')
  await doctor.readsTitle(`${patient.name} ended the visit`)
  for (const person of [patient, doctor]) await hasReleasedEverything(person)
})

test('[B3] ended by the callee: both sides are told, and everything is released on both', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisitWithEverything(browser)
  await doctor.ends()
  await doctor.readsTitle('You ended the visit')
  await patient.readsTitle(`${doctor.name} ended the visit`)
  for (const person of [patient, doctor]) await hasReleasedEverything(person)
})

test('[B3] both return to a visit that was ended, and see and hear each other again', async ({ browser }) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.writes('Written before the end')
  await doctor.ends()
  await patient.readsTitle(`${doctor.name} ended the visit`)
  await patient.press('Return to the visit')
  await doctor.reads(`${patient.name} has come back and is waiting for you.`)
  await doctor.press('Return to the visit')
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await Promise.all([
    patient.sees(doctor),
    doctor.sees(patient),
    patient.hears(doctor),
    doctor.hears(patient),
  ])
  await doctor.hasRead('Written before the end')

  await patient.ends()
  await doctor.readsTitle(`${patient.name} ended the visit`)
  for (const person of [patient, doctor]) await hasReleasedEverything(person)
})

test('[B33] what the server will never keep is said, and not that everything is saved', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.page.route('**/api/visits/*/messages/*', (route) =>
    route.fulfill({ status: 400, json: { error: 'bad_request' } }),
  )
  await patient.writes('Never to be kept')
  await doctor.hasRead('Never to be kept')
  await patient.ends()
  await patient.reads('1 could not be saved. Please tell the practice.')
  await patient.reads('What was kept')
  await expect(patient.page.getByText('Everything is saved.')).toBeHidden()
})

test.describe('when a page that closed is not waited for long', () => {
  test.use({ serverEnv: { VISITA_RELOAD_SECONDS: '1' } })

  test('[B3] a closed tab ends the visit for the other side', async ({ browser }) => {
    const { patient, doctor } = await aVisitWithEverything(browser)
    await doctor.page.close({ runBeforeUnload: false })
    await patient.readsTitle(`${doctor.name} closed the page`)
    await hasReleasedEverything(patient)
  })

  test('[B3] going to another site ends the visit for the other side, and both can return', async ({
    browser,
  }) => {
    const { patient, doctor } = await aVisitWithEverything(browser)
    await doctor.page.goto('about:blank')
    await patient.readsTitle(`${doctor.name} closed the page`)
    await hasReleasedEverything(patient)

    await patient.press('Return to the visit')
    // The tab still knows its seat.
    await doctor.page.goto('/')
    await Promise.all([patient.isConnected(), doctor.isConnected()])
    await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  })
})

test('[B3] a line that is lost for good ends the visit on the side that is left', async ({
  browser,
  playwright,
  server,
}) => {
  const far = await playwright.chromium.launchServer(headlessShell())
  const farBrowser = await playwright.chromium.connect(far.wsEndpoint())
  const doctor = await aPersonInTheLobby(farBrowser, 'Doctor Adaeze Okonkwo', {
    context: { baseURL: server.url },
  })
  const patient = await aPersonInTheLobby(browser, 'Johanna Beispiel', {
    // Giving up takes two minutes, which the test does not have to spend.
    before: (page) => page.clock.install(),
  })
  await meet(patient, doctor)
  await far.kill()
  await patient.reads(`Waiting for ${doctor.name}…`)
  await patient.page.clock.fastForward(121_000)
  await patient.readsTitle('The connection was lost')
  await patient.reads('Check your internet connection; then you can return to the visit.')
  await hasReleasedEverything(patient)
})

/** A visit in which one side sends all that can be sent. */
async function aVisitWithEverything(browser: Parameters<typeof aVisit>[0]): ReturnType<typeof aVisit> {
  const visit = await aVisit(browser)
  await visit.patient.press('Share screen')
  await expect(visit.doctor.screenOf(visit.patient)).toBeVisible()
  return visit
}

/** Camera, microphone and screen are let go of, and connections and channels closed. */
async function hasReleasedEverything({ page }: Person): Promise<void> {
  const open = (): Promise<object> =>
    page.evaluate(() => ({
      opened: pageWatch.tracks.length > 0 && pageWatch.connections.length > 0,
      tracks: pageWatch.tracks.filter(({ readyState }) => readyState === 'live').length,
      connections: pageWatch.connections.filter(({ connectionState }) => connectionState !== 'closed').length,
      channels: pageWatch.channels.filter(({ readyState }) => readyState !== 'closed').length,
    }))
  await expect.poll(open).toEqual({ opened: true, tracks: 0, connections: 0, channels: 0 })
}
