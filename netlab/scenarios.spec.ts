import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { sha256Of } from '../e2e/files-on-disk.ts'
import { seesMotion, type Person } from '../e2e/people.ts'
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
const OWN_NETWORK = 'this practice has no relay that gets through such a network'

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
  {
    name: '[A16] a clinic that lets out nothing but an HTTP proxy with a login',
    networks: { patient: 'proxied', doctor: 'cone' },
    expected: { local: 'relay', relayProtocol: 'tls' },
  },
  {
    name: '[A1, A15] two homes, Firefox calls Chromium',
    networks: { patient: 'cone', doctor: 'cone', browsers: { patient: 'firefox' } },
    expected: { relayProtocol: null },
  },
  {
    name: '[A1, A15] Chromium calls Firefox behind symmetric routers',
    networks: { patient: 'symmetric', doctor: 'symmetric', browsers: { doctor: 'firefox' } },
    expected: {},
  },
  {
    name: '[A1, A16] Firefox calls Firefox, with TCP 443 alone',
    networks: {
      patient: 'hospital',
      doctor: 'cone',
      browsers: { patient: 'firefox', doctor: 'firefox' },
    },
    expected: { local: 'relay' },
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
      if (networks.relayOnly) await namesTheRelayAlone(patient, doctor)
      const way = `${pair?.local}/${pair?.relayProtocol ?? 'direct'} – ${pair?.remote}`
      process.stdout.write(`${name}: ${way}, first picture after ${milliseconds} ms\n`)

      await patient.press('Second camera')
      await seesMotion(doctor.secondCameraOf(patient))
      await passesAFile(lab, info.outputPath(FILE))
      // Playwright does not hear of what Firefox saves.
      if (networks.browsers?.doctor !== 'firefox') await savesTheFile(doctor, info.outputPath(FILE))
      await Promise.all([patient.sees(doctor), doctor.sees(patient)])
    })
  })
}

test.describe(() => {
  test.use({ networks: { patient: 'hospital', doctor: 'cone', relay: 'plain' } })
  // The paper's second test, which failed so (2016).
  test('[A16] without a relay at 443 no call comes out of a hospital, and both are told why', async ({
    lab,
  }) => {
    const { patient, doctor } = lab
    await comeIn(lab)
    await patient.calls(doctor)
    await doctor.answers()
    const answered = performance.now()
    await Promise.all([
      isTold(patient, OWN_NETWORK),
      isTold(doctor, `most likely the network of ${patient.name}`),
    ])
    process.stdout.write(
      `[A16] without a relay at 443: both told why after ${Math.round(performance.now() - answered)} ms\n`,
    )
    expect(await selectedPair(patient.page)).toBeNull()
  })
})

/** C6: what the other side, and the server, learn of a page is the address of the relay. */
async function namesTheRelayAlone(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    const kinds = await page.evaluate(() =>
      pageWatch.connections.flatMap(({ localDescription }) =>
        Array.from(localDescription?.sdp.matchAll(/^a=candidate:.* typ (\w+)/gm) ?? [], ([, kind]) => kind),
      ),
    )
    expect(kinds).not.toEqual([])
    expect(new Set(kinds)).toEqual(new Set(['relay']))
  }
}

const isTold = ({ page }: Person, why: string): Promise<void> =>
  expect(page.getByRole('alert').filter({ hasText: why })).toBeVisible({ timeout: 30_000 })

async function passesAFile({ patient, doctor }: Lab, path: string): Promise<void> {
  await writeFile(path, randomBytes(FILE_SIZE))
  await patient.sends(path)
  await doctor.opens('Files')
  await expect(doctor.fileCard(FILE)).toContainText(ARRIVED, { timeout: 60_000 })
}

async function savesTheFile(doctor: Person, path: string): Promise<void> {
  const download = doctor.page.waitForEvent('download')
  await doctor.page.getByRole('link', { name: `Save ${FILE}` }).click()
  expect(await sha256Of(await (await download).path())).toBe(await sha256Of(path))
}
