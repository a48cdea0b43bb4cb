import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { sha256Of } from '../e2e/files-on-disk.ts'
import { seesMotion } from '../e2e/people.ts'
import {
  comeIn,
  expect,
  meetOnTheNetwork,
  type Lab,
  selectedPair,
  test,
  type Networks,
  type SelectedPair,
} from './lab.ts'

const FILE = 'Pictures of the arm.zip'
const FILE_SIZE = 20_000_000
const ARRIVED = 'Checked: complete and unchanged'
const NO_WAY = 'This takes longer than usual.'

interface Scenario {
  name: string
  networks: Networks
  /** What the patient's side must be connected by. */
  expected: Partial<SelectedPair>
}

/** A15, A16: each with a second camera (A17) and a file of 20 MB. */
const SCENARIOS: Scenario[] = [
  {
    name: '[A15] two homes',
    networks: { patient: 'cone', doctor: 'cone' },
    expected: { relayProtocol: null },
  },
  {
    name: '[A15] a symmetric router on one side',
    networks: { patient: 'symmetric', doctor: 'cone' },
    expected: {},
  },
  {
    name: '[A15] symmetric routers on both sides',
    networks: { patient: 'symmetric', doctor: 'symmetric' },
    expected: {},
  },
  {
    name: '[A14, C6] calls by the relay alone',
    networks: { patient: 'cone', doctor: 'cone', relayOnly: true },
    expected: { local: 'relay', remote: 'relay' },
  },
  {
    name: '[A16] a hospital that lets out TCP 443 alone',
    networks: { patient: 'hospital', doctor: 'cone' },
    expected: { local: 'relay', relayProtocol: 'tls' },
  },
  {
    name: '[A16] two hospitals that let out TCP 443 alone',
    networks: { patient: 'hospital', doctor: 'hospital' },
    expected: { local: 'relay', relayProtocol: 'tls' },
  },
]

for (const { name, networks, expected } of SCENARIOS) {
  test.describe(() => {
    test.use({ networks })
    test(name, async ({ lab }, info) => {
      const { patient, doctor } = lab
      const milliseconds = await meetOnTheNetwork(lab)
      const pair = await selectedPair(patient.page)
      expect(pair).toMatchObject(expected)
      const way = `${pair?.local}/${pair?.relayProtocol ?? 'direct'} – ${pair?.remote}`
      process.stdout.write(`${name}: ${way}, first picture after ${milliseconds} ms\n`)

      await patient.press('Second camera')
      await seesMotion(doctor.secondCameraOf(patient))
      await passesAFile(lab, info.outputPath(FILE))
      await Promise.all([patient.sees(doctor), doctor.sees(patient)])
    })
  })
}

test.describe(() => {
  test.use({ networks: { patient: 'hospital', doctor: 'cone', relay: 'plain' } })
  // The paper's second test, which failed so (2016).
  test('[A16] without a relay at 443 no call comes out of a hospital, and both are told so', async ({
    lab,
  }) => {
    const { patient, doctor } = lab
    await comeIn(lab)
    await patient.calls(doctor)
    await doctor.answers()
    for (const { page } of [patient, doctor]) {
      await expect(page.getByRole('alert').filter({ hasText: NO_WAY })).toBeVisible({ timeout: 30_000 })
    }
    expect(await selectedPair(patient.page)).toBeNull()
  })
})

async function passesAFile({ patient, doctor }: Lab, path: string): Promise<void> {
  await writeFile(path, randomBytes(FILE_SIZE))
  await patient.sends(path)
  await doctor.opens('Files')
  await expect(doctor.fileCard(FILE)).toContainText(ARRIVED, { timeout: 60_000 })
  const download = doctor.page.waitForEvent('download')
  await doctor.page.getByRole('link', { name: `Save ${FILE}` }).click()
  expect(await sha256Of(await (await download).path())).toBe(await sha256Of(path))
}
