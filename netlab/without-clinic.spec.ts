import { framesSince, watchFrames } from './frame-clock.ts'
import { expect, meetOnTheNetwork, test } from './lab.ts'

const MINUTE_MS = 60_000
const LINE = 'Written while the clinic was away'

test('[B6] a minute without the clinic leaves the picture alone, and loses or repeats nothing that is written', async ({
  lab,
}) => {
  // Beside the minute itself.
  test.setTimeout(4 * MINUTE_MS)
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  await watchFrames(doctor, patient)
  await watchFrames(patient, doctor)
  const connections = (): Promise<number[]> =>
    Promise.all([patient, doctor].map(({ page }) => page.evaluate(() => pageWatch.connections.length)))
  const before = await connections()
  for (const line of [lines.patient, lines.doctor]) line.cutFromClinic()
  const since = Date.now()
  await patient.writes(LINE)
  await doctor.hasRead(LINE)
  await expect.poll(() => Date.now() - since, { timeout: 2 * MINUTE_MS }).toBeGreaterThan(MINUTE_MS)
  const seen = await Promise.all([patient, doctor].map(({ page }) => framesSince(page, since)))
  const whole = await connections()
  for (const line of [lines.patient, lines.doctor]) line.mend()
  for (const { perSecond, longestGap } of seen) {
    process.stdout.write(
      `a minute without the clinic: ${perSecond.toFixed(1)} frames a second, ${Math.round(longestGap)} ms between two at most\n`,
    )
  }
  expect(whole).toEqual(before)
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  await doctor.writes('Written after it')
  await patient.hasRead('Written after it')
  for (const { page } of [patient, doctor])
    await expect(page.getByRole('log', { name: 'Chat' }).getByText(LINE, { exact: true })).toHaveCount(1)
})
