import {
  chromium as playwrightChromium,
  firefox as playwrightFirefox,
  type BrowserContext,
} from '@playwright/test'
import { mkdtemp } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '../e2e/browser.ts'
import { PROXY } from './proxy.ts'
import { browserIn, programIn, type Home } from './world.ts'

export type BrowserKind = 'chromium' | 'firefox'

/** The clinic: the path of the certificate of its relays, and the origin of its pages. */
interface Clinic {
  certificate: string
  origin: string
}

/** A browser in this home, with one empty page. */
export function openBrowser(kind: BrowserKind, home: Home, clinic: Clinic): Promise<BrowserContext> {
  return kind === 'firefox' ? openFirefox(home, clinic) : openChromium(home, clinic)
}

async function openChromium({ client, nat }: Home, { certificate, origin }: Clinic): Promise<BrowserContext> {
  const { executablePath = '', args = [] } = chromium()
  // Only where there is no other network.
  const ours = args.filter((argument) => argument !== '--allow-loopback-in-peer-connection')
  return playwrightChromium.launchPersistentContext(await aProfile(), {
    executablePath: browserIn(client, executablePath, certificate),
    headless: false,
    args: ours,
    ...(nat === 'proxied' ? { proxy: PROXY } : {}),
    baseURL: origin,
    ignoreHTTPSErrors: true,
  })
}

/** The Firefox of the distribution, which is driven over a port of its own network: see firefox-gate.ts. */
async function openFirefox({ client }: Home, { origin }: Clinic): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), `visita-netlab-${client}-`))
  const socket = join(folder, 'gate')
  const door = createServer((incoming) => {
    const gate = connect(socket)
    incoming.pipe(gate).pipe(incoming)
    for (const end of [incoming, gate]) end.on('error', () => end.destroy())
  })
  await new Promise<void>((resolve) => {
    door.listen(0, '127.0.0.1', resolve)
  })
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('The door to Firefox has no port')
  const gate = fileURLToPath(new URL('firefox-gate.ts', import.meta.url))
  const context = await playwrightFirefox.launchPersistentContext(await aProfile(), {
    channel: 'moz-firefox',
    executablePath: programIn(client, folder, `${process.execPath} ${gate}`),
    env: {
      ...process.env,
      HOME: folder,
      FIREFOX: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
      GATE_SOCKET: socket,
      GATE_PORT: String(address.port),
    },
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      // The fake microphone is heard by nobody's press.
      'media.autoplay.default': 0,
    },
    baseURL: origin,
    ignoreHTTPSErrors: true,
  })
  context.once('close', () => door.close())
  await context.addInitScript(typeAsPeopleDo)
  return context
}

/** Runs in the page. What Playwright has for it sets the value of a field directly, which React does not see. */
function typeAsPeopleDo(): void {
  Object.defineProperty(globalThis, '__pw_bidiInsertText', {
    get: () => (text: string) => document.execCommand('insertText', false, text),
    set: () => {},
  })
}

const aProfile = (): Promise<string> => mkdtemp(join(tmpdir(), 'visita-netlab-profile-'))
