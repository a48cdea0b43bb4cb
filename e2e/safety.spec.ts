import { expect, test } from './fixtures.ts'
import { inspect } from './inspect.ts'
import { openMiddle, sitBetween, swapFingerprints } from './man-in-the-middle.ts'
import { aPersonInTheLobby, aVisit, meet, type Person } from './people.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'
const PATIENT = 'Johanna Beispiel'

test('[X6] both read the same code, say that it matches, and get a new one when a page was reloaded', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const code = await codeOf(patient)
  expect(code).toMatch(/^\d{3} \d{3} \d{3} \d{3}$/)
  expect(await codeOf(doctor)).toBe(code)
  await patient.press('It matches')
  await patient.reads('This call is private')
  await expect(patient.button('Private')).toBeVisible()

  await doctor.page.reload()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await patient.reads('The connection was made anew, so this is a new code.')
  const renewed = await codeOf(patient)
  expect(renewed).not.toBe(code)
  expect(await codeOf(doctor)).toBe(renewed)
})

test('[C5] with a fingerprint that was swapped on the way no picture and no sound arrives', async ({
  browser,
}) => {
  const doctor = await aPersonInTheLobby(browser, DOCTOR)
  const patient = await aPersonInTheLobby(browser, PATIENT, { before: swapFingerprints })
  await patient.calls(doctor)
  await doctor.answers()
  for (const { page } of [patient, doctor]) {
    const refused = (): Promise<boolean> =>
      page.evaluate(() => pageWatch.connections.some(({ connectionState }) => connectionState === 'failed'))
    await expect.poll(refused, { timeout: 20_000 }).toBe(true)
    const decoded = await page.evaluate(async () => {
      const reports = await Promise.all(pageWatch.connections.map((connection) => connection.getStats()))
      const all = reports.flatMap((report) => [...report.values()])
      return all.filter(({ type, packetsReceived }) => type === 'inbound-rtp' && packetsReceived > 0).length
    })
    expect(decoded).toBe(0)
  }
})

test(
  '[X6, C5] somebody who sits between both with connections of their own is shown by codes that differ',
  { tag: '@long' },
  async ({ browser }) => {
    const middle = await (await browser.newContext()).newPage()
    await middle.goto('/')
    await openMiddle(middle)
    const doctor = await aPersonInTheLobby(browser, DOCTOR, {
      before: (page) => sitBetween(middle, page, 'answer'),
    })
    const patient = await aPersonInTheLobby(browser, PATIENT, {
      before: (page) => sitBetween(middle, page, 'offer'),
    })
    await meet(patient, doctor)
    const seen = await codeOf(doctor)
    expect(await codeOf(patient)).not.toBe(seen)
    await doctor.press('It does not match')
    await doctor.reads('Somebody may be listening in')
    await inspect(doctor, 'a safety code that differs')
    await doctor.press('End the visit now')
    await doctor.readsTitle('You ended the visit')
  },
)

async function codeOf(person: Person): Promise<string> {
  const opener = person.button(/^(Private\?|Private|Not private)$/)
  if ((await opener.getAttribute('aria-expanded')) !== 'true') await opener.click()
  const groups = person.page.getByRole('list', { name: 'Your code' }).getByRole('listitem')
  await expect(groups).toHaveCount(4)
  return (await groups.allTextContents()).join(' ')
}
