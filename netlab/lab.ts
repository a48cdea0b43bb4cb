import { chromium as playwright, test as base, type BrowserContext, type Page } from '@playwright/test'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '../e2e/browser.ts'
import { withCameras } from '../e2e/canvas-cameras.ts'
import { watchPage } from '../e2e/page-watch.ts'
import { Person } from '../e2e/people.ts'
import { TestServer } from '../e2e/server.ts'
import { RelayServer, type Ways } from './relay-server.ts'
import { browserIn, CLINIC, Home, type Nat } from './world.ts'

/** The networks of a scenario, and what of the relay the clinic offers. */
export interface Networks {
  patient: Nat
  doctor: Nat
  relay?: Ways
  /** Calls may go by the relay alone. */
  relayOnly?: boolean
}

const NAMES = { patient: 'Johanna Beispiel', doctor: 'Doctor Adaeze Okonkwo' }
const CAMERAS = [
  { id: 'face', label: 'Camera of the laptop', colour: 'rgb(200, 40, 40)' },
  { id: 'scope', label: 'Dermatoscope', colour: 'rgb(40, 40, 200)' },
]

/** Two people behind routers of their own, before a clinic with the product's own server. */
export interface Lab {
  patient: Person
  doctor: Person
}

interface Fixtures {
  networks: Networks
  lab: Lab
}

export const test = base.extend<Fixtures>({
  networks: [{ patient: 'cone', doctor: 'cone' }, { option: true }],
  lab: async ({ networks }, use) => {
    const { relay: ways = 'all', relayOnly = false } = networks
    const homes = [new Home('patient', networks.patient), new Home('doctor', networks.doctor)] as const
    const relay = await RelayServer.start()
    const server = await TestServer.start({
      PORT: '443',
      VISITA_LAN: '1',
      VISITA_LOBBY: 'open',
      VISITA_ORIGINS: `https://${CLINIC}`,
      ...relay.environment(ways),
      ...(relayOnly ? { VISITA_RELAY_ONLY: '1' } : {}),
    })
    const [patient, doctor] = [await aPersonBehind(homes[0], relay), await aPersonBehind(homes[1], relay)]
    await use({ patient, doctor })
    await Promise.all([patient, doctor].map(({ page }) => page.context().close()))
    await server.stop()
    await relay.close()
    for (const home of homes) home.close()
  },
})

export { expect } from '@playwright/test'

export async function aPersonBehind(home: Home, relay: { certificate: string }): Promise<Person> {
  const context = await openBrowser(home.client, relay)
  const [page = await context.newPage()] = context.pages()
  await withCameras(page, CAMERAS)
  await page.addInitScript(watchPage)
  return new Person(NAMES[home.side], page)
}

async function openBrowser(namespace: string, relay: { certificate: string }): Promise<BrowserContext> {
  const { executablePath = '', args = [] } = chromium()
  // Only where there is no other network.
  const ours = args.filter((argument) => argument !== '--allow-loopback-in-peer-connection')
  return playwright.launchPersistentContext(await mkdtemp(join(tmpdir(), 'visita-netlab-profile-')), {
    executablePath: browserIn(namespace, executablePath, relay.certificate),
    headless: false,
    args: ours,
    baseURL: `https://${CLINIC}`,
    ignoreHTTPSErrors: true,
  })
}

/** Resolves with the time from the answer to the patient's first picture. */
export async function meetOnTheNetwork(lab: Lab): Promise<number> {
  const { patient, doctor } = lab
  await comeIn(lab)
  await patient.calls(doctor)
  await doctor.answers()
  const answered = performance.now()
  await patient.sees(doctor)
  const milliseconds = Math.round(performance.now() - answered)
  await doctor.sees(patient)
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  return milliseconds
}

export async function comeIn({ patient, doctor }: Lab): Promise<void> {
  for (const person of [doctor, patient]) {
    await person.identifies()
    await person.turnsOnDevices()
  }
}

/** How the two are connected: the kinds of the candidates (RFC 8445), never an address. */
export interface SelectedPair {
  local: string
  remote: string
  /** Between the browser and its relay; null without one. */
  relayProtocol: string | null
}

/** The pair that this page's newest connection sends by. */
export function selectedPair(page: Page): Promise<SelectedPair | null> {
  return page.evaluate(async () => {
    const connection = pageWatch.connections.findLast(
      ({ connectionState }) => connectionState === 'connected',
    )
    const stats = await connection?.getStats()
    if (!stats) return null
    const all: Record<string, string>[] = Array.from(stats.values())
    const transport = all.find(({ type }) => type === 'transport')
    const pair = all.find(({ id }) => id === transport?.['selectedCandidatePairId'])
    const candidate = (id: string | undefined) => all.find((one) => one['id'] === id)
    const local = candidate(pair?.['localCandidateId'])
    const remote = candidate(pair?.['remoteCandidateId'])
    return {
      local: local?.['candidateType'] ?? '',
      remote: remote?.['candidateType'] ?? '',
      relayProtocol: local?.['relayProtocol'] ?? null,
    }
  })
}
