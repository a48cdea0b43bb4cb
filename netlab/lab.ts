import { test as base, type Page } from '@playwright/test'
import { withCameras } from '../e2e/canvas-cameras.ts'
import { watchPage } from '../e2e/page-watch.ts'
import { Person } from '../e2e/people.ts'
import { TestServer } from '../e2e/server.ts'
import { openBrowser, type BrowserKind } from './browsers.ts'
import { Line } from './line.ts'
import { Proxy } from './proxy.ts'
import { RelayServer, type Ways } from './relay-server.ts'
import { CLINIC, Home, type Nat, type Side } from './world.ts'

/** The networks of a scenario, and what of the relay the clinic offers. */
export interface Networks {
  patient: Nat
  doctor: Nat
  relay?: Ways
  /** Calls may go by the relay alone. */
  relayOnly?: boolean
  /** Chromium where none is named. */
  browsers?: Partial<Record<Side, BrowserKind>>
  cameras?: Cameras
}

/** Two that can be told apart but fill no line, or the browser's own, whose picture is a lively one. */
type Cameras = 'canvas' | 'browser'

const NAMES = { patient: 'Johanna Beispiel', doctor: 'Doctor Adaeze Okonkwo' }
const CAMERAS = [
  { id: 'face', label: 'Camera of the laptop', colour: 'rgb(200, 40, 40)' },
  { id: 'scope', label: 'Dermatoscope', colour: 'rgb(40, 40, 200)' },
]

export type People = Record<Side, Person>

/** Two people behind routers of their own, before a clinic with the product's own server. */
export interface Lab extends People {
  homes: Record<Side, Home>
  lines: Record<Side, Line>
  relay: RelayServer
}

interface Fixtures {
  networks: Networks
  lab: Lab
}

export const test = base.extend<Fixtures>({
  networks: [{ patient: 'cone', doctor: 'cone' }, { option: true }],
  lab: async ({ networks }, use) => {
    const { relay: ways = 'all', relayOnly = false, browsers = {}, cameras } = networks
    const homes = {
      patient: new Home('patient', networks.patient),
      doctor: new Home('doctor', networks.doctor),
    }
    const proxied = Object.values(homes).filter(({ nat }) => nat === 'proxied')
    const proxies = await Promise.all(proxied.map((home) => Proxy.start(home)))
    const relay = await RelayServer.start()
    const server = await TestServer.start({
      PORT: '443',
      VISITA_LAN: '1',
      VISITA_LOBBY: 'open',
      VISITA_ORIGINS: `https://${CLINIC}`,
      ...relay.environment(ways),
      ...(relayOnly ? { VISITA_RELAY_ONLY: '1' } : {}),
    })
    const patient = await aPersonBehind(homes.patient, relay, { browser: browsers.patient, cameras })
    const doctor = await aPersonBehind(homes.doctor, relay, { browser: browsers.doctor, cameras })
    const lines = { patient: new Line(homes.patient), doctor: new Line(homes.doctor) }
    await use({ patient, doctor, homes, lines, relay })
    await Promise.all([patient, doctor].map(({ page }) => page.context().close()))
    await server.stop()
    await relay.close()
    for (const proxy of proxies) proxy.close()
    for (const home of Object.values(homes)) home.close()
  },
})

export { expect } from '@playwright/test'

export async function aPersonBehind(
  home: Home,
  relay: { certificate: string },
  {
    browser = 'chromium',
    cameras = 'canvas',
  }: { browser?: BrowserKind | undefined; cameras?: Cameras | undefined } = {},
): Promise<Person> {
  const context = await openBrowser(browser, home, relay)
  const [page = await context.newPage()] = context.pages()
  if (cameras === 'canvas') await withCameras(page, CAMERAS)
  await page.addInitScript(watchPage)
  return new Person(NAMES[home.side], page)
}

/** Resolves with the time from the answer to the patient's first picture. */
export async function meetOnTheNetwork({ patient, doctor }: People): Promise<number> {
  await comeIn({ patient, doctor })
  await patient.calls(doctor)
  await doctor.answers()
  const answered = performance.now()
  await patient.sees(doctor)
  const milliseconds = Math.round(performance.now() - answered)
  await doctor.sees(patient)
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  return milliseconds
}

export async function comeIn({ patient, doctor }: People): Promise<void> {
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
