import { chromium } from './browser.ts'
import { expect, test } from './fixtures.ts'
import { aVisit, Person } from './people.ts'

// The second tab asks for no camera: the shell forgets that it was allowed.
test.use({ launchOptions: chromium() })

test('[B1] a second tab takes the call over, and the first says so and can take it back', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const second = new Person(patient.name, await patient.page.context().newPage())
  await second.page.goto('/')
  await second.reads(`You are in a visit with ${doctor.name}`)
  await second.press('Continue the visit here')
  await patient.readsTitle('Your visit is open in another tab')
  await Promise.all([second.isConnected(), doctor.isConnected()])
  await Promise.all([second.sees(doctor), doctor.sees(second)])
  expect(
    await patient.page.evaluate(() => pageWatch.tracks.every(({ readyState }) => readyState === 'ended')),
  ).toBe(true)

  await patient.press('Continue the visit here')
  await second.readsTitle('Your visit is open in another tab')
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await doctor.sees(patient)
})
