import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium as playwright, type Page } from '@playwright/test'
import { chromium } from '../../e2e/browser.ts'
import { decode, denoise, installPacking } from './in-page.ts'
import { RATE, type Sound } from './signals.ts'

/** What the product ships, from the place where its page has it. */
const shipped = createRequire(join(import.meta.dirname, '../../apps/web/package.json'))
const FILES = new Map<string | undefined, { type: string; body: Buffer | string }>([
  ['/', { type: 'text/html', body: '<!doctype html><title>Sound</title>' }],
  ['/worklet.js', { type: 'text/javascript', body: file('rnnoiseWorklet.js') }],
  ['/mix.js', { type: 'text/javascript', body: built(/^mix-worklet-.*\.js$/) }],
  ['/rnnoise.wasm', { type: 'application/wasm', body: file('rnnoise_simd.wasm') }],
])

function file(name: string): Buffer {
  return readFileSync(shipped.resolve(`@sapphi-red/web-noise-suppressor/${name}`))
}

/** What the build has made of a file of ours. */
function built(name: RegExp): Buffer {
  const folder = join(import.meta.dirname, '../../apps/web/dist/assets')
  const found = readdirSync(folder).find((each) => name.test(each))
  if (found === undefined) throw new Error(`the build has no ${name.source}`)
  return readFileSync(join(folder, found))
}

/** Chromium with a page that can do something to sound, closed again when `use` is done. */
async function withPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  // Playwright could answer for the page itself, and not for its worklets.
  const server = createServer(({ url }, response) => {
    const served = FILES.get(url)
    if (served) response.writeHead(200, { 'content-type': served.type }).end(served.body)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = await playwright.launch(chromium())
  try {
    const address = server.address()
    const page = await browser.newPage()
    await page.addInitScript(installPacking)
    await page.goto(`http://localhost:${typeof address === 'object' ? address?.port : ''}/`)
    return await use(page)
  } finally {
    await browser.close()
    server.close()
  }
}

/** Wave files as the browser reads them, at our rate. */
export const decoded = (files: Buffer[]): Promise<Sound[]> =>
  withPage(async (page) => {
    const sounds: Sound[] = []
    for (const wave of files)
      sounds.push(unpack(await page.evaluate(decode, { wave: wave.toString('base64'), rate: RATE })))
    return sounds
  })

/** Each sound by itself through the product's own worklets and wasm. */
export const byProduct = (sounds: Sound[]): Promise<Sound[]> =>
  withPage(async (page) => {
    const treated: Sound[] = []
    for (const sound of sounds)
      treated.push(unpack(await page.evaluate(denoise, { sound: pack(sound), rate: RATE })))
    return treated
  })

const pack = (sound: Sound): string =>
  Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength).toString('base64')

function unpack(text: string): Sound {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
  return new Float32Array(bytes.buffer)
}
