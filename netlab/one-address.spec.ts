import { lanCertificateFiles } from '../apps/server/src/platform/certificate.ts'
import { TestServer } from '../e2e/server.ts'
import { aPersonBehind, expect, meetOnTheNetwork, selectedPair, test } from './lab.ts'
import { CLINIC, Home, type Nat } from './world.ts'

/** With `npm start -- --lan --turn` alone: pages and relay have one address, and one port for strict firewalls. */
const SCENARIOS: { name: string; networks: [patient: Nat, doctor: Nat] }[] = [
  { name: '[A16] a hospital before a clinic of one address', networks: ['hospital', 'cone'] },
  { name: '[A16] two hospitals before a clinic of one address', networks: ['hospital', 'hospital'] },
]

for (const { name, networks } of SCENARIOS) {
  test(name, async () => {
    const homes = [new Home('patient', networks[0]), new Home('doctor', networks[1])] as const
    const server = await TestServer.start({
      PORT: '443',
      VISITA_LAN: '1',
      VISITA_TURN: '1',
      VISITA_LOBBY: 'open',
      VISITA_ORIGINS: `https://${CLINIC}`,
    })
    const { cert: certificate } = lanCertificateFiles(server.dataDir)
    const patient = await aPersonBehind(homes[0], { certificate })
    const doctor = await aPersonBehind(homes[1], { certificate })
    const milliseconds = await meetOnTheNetwork({ patient, doctor })
    const pair = await selectedPair(patient.page)
    expect(pair).toMatchObject({ local: 'relay', relayProtocol: 'tls' })
    process.stdout.write(
      `${name}: ${pair?.local}/${pair?.relayProtocol} – ${pair?.remote}, first picture after ${milliseconds} ms\n`,
    )
    await Promise.all([patient, doctor].map(({ page }) => page.context().close()))
    await server.stop()
    for (const home of homes) home.close()
  })
}
