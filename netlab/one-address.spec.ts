import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lanCertificate, lanCertificateFiles } from '../apps/server/src/platform/certificate.ts'
import { systemClock } from '../apps/server/src/platform/clock.ts'
import { TestServer } from '../e2e/server.ts'
import type { BrowserKind } from './browsers.ts'
import { aPersonBehind, expect, meetOnTheNetwork, selectedPair, test } from './lab.ts'
import { CLINIC, CLINIC_NAME, Home, type Nat } from './world.ts'

interface Scenario {
  name: string
  networks: [patient: Nat, doctor: Nat]
  browser: BrowserKind
  /** The clinic has a name, and a certificate for it; otherwise an address, and the one that `--lan` makes. */
  named: boolean
}

/** With `npm start -- --lan --turn` alone: pages and relay have one address, and one port for strict firewalls. */
const SCENARIOS: Scenario[] = [
  {
    name: '[A16] a hospital before a clinic of one address',
    networks: ['hospital', 'cone'],
    browser: 'chromium',
    named: false,
  },
  {
    name: '[A16] two hospitals before a clinic of one address',
    networks: ['hospital', 'hospital'],
    browser: 'chromium',
    named: false,
  },
  {
    name: '[A16] two hospitals before a clinic of one name',
    networks: ['hospital', 'hospital'],
    browser: 'chromium',
    named: true,
  },
  // It takes no relay over TLS that has but an address.
  {
    name: '[A1, A16] Firefox in two hospitals before a clinic of one name',
    networks: ['hospital', 'hospital'],
    browser: 'firefox',
    named: true,
  },
]

/** What a test has opened; it may have been given up in the middle. */
const open: (() => Promise<void> | void)[] = []
test.afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

for (const { name, networks, browser, named } of SCENARIOS) {
  test(name, async () => {
    const homes = [new Home('patient', networks[0]), new Home('doctor', networks[1])] as const
    open.push(...homes.map((home) => () => home.close()))
    const origin = `https://${named ? CLINIC_NAME : CLINIC}`
    const ours = named ? await aCertificate() : null
    const server = await TestServer.start({
      PORT: '443',
      VISITA_TURN: '1',
      VISITA_LOBBY: 'open',
      VISITA_ORIGINS: origin,
      ...(ours
        ? { VISITA_CERTIFICATE_FILE: ours.cert, VISITA_CERTIFICATE_KEY_FILE: ours.key }
        : { VISITA_LAN: '1' }),
    })
    open.push(() => server.stop())
    const { cert } = ours ?? lanCertificateFiles(server.dataDir)
    const patient = await aPersonBehind(homes[0], { cert, browser, origin })
    open.push(() => patient.page.context().close())
    const doctor = await aPersonBehind(homes[1], { cert, browser, origin })
    open.push(() => doctor.page.context().close())
    const milliseconds = await meetOnTheNetwork({ patient, doctor })
    const pair = await selectedPair(patient.page)
    expect(pair).toMatchObject({ local: 'relay' })
    // Firefox does not say by what.
    if (browser === 'chromium') expect(pair?.relayProtocol).toBe('tls')
    process.stdout.write(
      `${name}: ${pair?.local}/${pair?.relayProtocol} – ${pair?.remote}, first picture after ${milliseconds} ms\n`,
    )
  })
}

/** As a clinic has it from an authority: for its name, and at paths that the server is told. */
async function aCertificate(): Promise<{ cert: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-certificate-'))
  await lanCertificate(folder, [CLINIC_NAME], systemClock)
  return lanCertificateFiles(folder)
}
