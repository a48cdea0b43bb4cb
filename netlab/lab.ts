import { test as base, type Page } from '@playwright/test'
import { withCameras } from '../e2e/canvas-cameras.ts'
import { watchPage } from '../e2e/page-watch.ts'
import { Person } from '../e2e/people.ts'
import { TestServer } from '../e2e/server.ts'
import { openBrowser, type BrowserKind } from './browsers.ts'
import { Delay } from './delay.ts'
import { Line } from './line.ts'
import { Mobile, type SecondNetwork } from './mobile.ts'
import { Proxy } from './proxy.ts'
import { relayCertificate, relayEnvironment, RelayServer, type Ways } from './relay-server.ts'
import { CLINIC, HOME, Home, RELAYS, type Nat, type Side } from './world.ts'

/** The networks of a scenario, and what of the relay the clinic offers. */
export interface Networks {
  patient: Nat
  doctor: Nat
  relay?: Ways
  /** One where nothing is said. */
  relays?: 1 | 2
  /** So many of the relays are dead when people come. */
  killed?: 1 | 2
  /** Calls may go by the relay alone. */
  relayOnly?: boolean
  /** The patient has a second network. */
  mobile?: SecondNetwork
  /** Milliseconds that everything takes longer on its way into the patient's home, and out of it. */
  delay?: number
  /** More of what the server is told. */
  settings?: Record<string, string>
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
  relays: readonly RelayServer[]
  mobile: Mobile | null
}

interface Fixtures {
  networks: Networks
  lab: Lab
}

export const test = base.extend<Fixtures>({
  networks: [{ patient: 'cone', doctor: 'cone' }, { option: true }],
  lab: async ({ networks }, use) => {
    const {
      relay: ways = 'all',
      relays: count = 1,
      relayOnly = false,
      browsers = {},
      cameras,
      settings,
    } = networks
    const homes = {
      patient: new Home('patient', networks.patient),
      doctor: new Home('doctor', networks.doctor),
    }
    const mobile = networks.mobile === undefined ? null : new Mobile(homes.patient, HOME, networks.mobile)
    const delay = networks.delay === undefined ? null : await Delay.start(homes.patient, networks.delay)
    const proxied = Object.values(homes).filter(({ nat }) => nat === 'proxied')
    const proxies = await Promise.all(proxied.map((home) => Proxy.start(home)))
    const certificate = await relayCertificate()
    const { cert } = certificate
    const relays = await Promise.all(
      RELAYS.slice(0, count).map((host) => RelayServer.start(host, certificate)),
    )
    for (const relay of relays.slice(0, networks.killed ?? 0)) await relay.kill()
    const server = await TestServer.start({
      PORT: '443',
      VISITA_LAN: '1',
      VISITA_LOBBY: 'open',
      VISITA_ORIGINS: `https://${CLINIC}`,
      ...relayEnvironment(relays, ways),
      ...(relayOnly ? { VISITA_RELAY_ONLY: '1' } : {}),
      ...settings,
    })
    const patient = await aPersonBehind(homes.patient, { cert, browser: browsers.patient, cameras })
    const doctor = await aPersonBehind(homes.doctor, { cert, browser: browsers.doctor, cameras })
    const lines = { patient: new Line(homes.patient), doctor: new Line(homes.doctor) }
    await use({ patient, doctor, homes, lines, relays, mobile })
    await Promise.all([patient, doctor].map(({ page }) => page.context().close()))
    await server.stop()
    for (const relay of relays) await relay.close()
    for (const proxy of proxies) proxy.close()
    delay?.close()
    mobile?.close()
    for (const home of Object.values(homes)) home.close()
  },
})

export { expect } from '@playwright/test'

interface Surroundings {
  /** That of the relays, as a path. */
  cert: string
  browser?: BrowserKind | undefined
  cameras?: Cameras | undefined
  /** Of the clinic's pages. */
  origin?: string
}

export async function aPersonBehind(
  home: Home,
  { cert, browser = 'chromium', cameras = 'canvas', origin = `https://${CLINIC}` }: Surroundings,
): Promise<Person> {
  const context = await openBrowser(browser, home, { certificate: cert, origin })
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
  /** The host of this page's relay; null where it sends by none, or the browser does not say. */
  relay: string | null
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
      relay: /^turns?:([^:]+)/.exec(local?.['url'] ?? '')?.[1] ?? null,
    }
  })
}
