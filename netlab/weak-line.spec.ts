import { expect, meetOnTheNetwork, test } from './lab.ts'
import { pictureRate, steadyRate } from './line-figures.ts'
import { concealmentOver } from './voice-heard.ts'

test.use({ networks: { patient: 'cone', doctor: 'cone', cameras: 'browser' } })

const SHARE_BACK = 0.8
const PAUSED = /voice goes on/

test('[B5] a picture that a weak line made small is large again soon after', async ({ lab }) => {
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  const before = await steadyRate(patient.page)
  lines.patient.limit(400_000)
  await expect.poll(() => pictureRate(patient.page), { timeout: 40_000 }).toBeLessThan(0.6 * before)
  await doctor.sees(patient)
  lines.patient.limit(null)
  const lifted = performance.now()
  await expect
    .poll(() => pictureRate(patient.page), { timeout: 60_000, intervals: [50] })
    .toBeGreaterThanOrEqual(SHARE_BACK * before)
  const seconds = ((performance.now() - lifted) / 1_000).toFixed(1)
  process.stdout.write(
    `${Math.round(before / 1_000)} kbit/s, back to ${SHARE_BACK} of it after ${seconds} s\n`,
  )
})

test('[B5] on a line for the voice alone the picture pauses, both are told, and it comes back', async ({
  lab,
}) => {
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  lines.patient.limit(70_000)
  for (const { page } of [patient, doctor])
    await expect(page.getByText(PAUSED).first()).toBeVisible({ timeout: 60_000 })
  const { audible } = await concealmentOver(doctor.page, 10)
  process.stdout.write(`70 kbit/s: ${(100 * audible).toFixed(1)} % of the voice was made up\n`)
  expect(audible).toBeLessThan(0.1)
  lines.patient.limit(null)
  await expect(doctor.page.getByText(PAUSED)).toHaveCount(0, { timeout: 60_000 })
  await doctor.sees(patient)
})

test('[A19] an old computer on half a megabit goes on speaking and moving', async ({ lab }) => {
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  const devtools = await patient.page.context().newCDPSession(patient.page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  lines.patient.limit(512_000)
  const { audible } = await concealmentOver(doctor.page, 20)
  process.stdout.write(
    `512 kbit/s, a sixth of the CPU: ${(100 * audible).toFixed(1)} % of the voice was made up\n`,
  )
  expect(audible).toBeLessThan(0.05)
  await Promise.all([doctor.sees(patient), patient.sees(doctor)])
})
