import { chromium as playwright, type Browser, type Page } from '@playwright/test'
import { chromium } from '../e2e/browser.ts'
import { TestServer } from '../e2e/server.ts'
import { oursSite } from './pages.ts'
import { autopilot, installProbe } from './probe.ts'
import { startReference } from './reference/site.ts'
import type { Site, Step } from './site.ts'

/** Two pages that belong together. */
export interface Pair {
  caller: Page
  callee: Page
}

/** What every measure stands on: one browser with fake cameras, our server, the reference, all on this machine. */
export class Lab {
  readonly runs: number
  readonly ours: Site
  readonly reference: Site
  readonly #browser: Browser
  readonly #release: (() => Promise<void>)[]
  #people = 0

  private constructor(
    runs: number,
    browser: Browser,
    ours: Site,
    reference: Site,
    release: (() => Promise<void>)[],
  ) {
    this.runs = runs
    this.#browser = browser
    this.ours = ours
    this.reference = reference
    this.#release = release
  }

  static async open(runs: number): Promise<Lab> {
    const server = await TestServer.start()
    const { site, stop } = await startReference()
    const browser = await playwright.launch(chromium())
    return new Lab(runs, browser, oursSite(server.url), site, [
      () => browser.close(),
      async () => stop(),
      () => server.stop(),
    ])
  }

  async close(): Promise<void> {
    for (const release of this.#release) await release()
  }

  /** Samples of both sides, taken in turns so that a busy moment of the machine falls on both. */
  async interleaved<T>(sample: (site: Site) => Promise<T>): Promise<{ ours: T[]; reference: T[] }> {
    const samples: { ours: T[]; reference: T[] } = { ours: [], reference: [] }
    for (let run = 0; run < this.runs; run += 1) {
      samples.reference.push(await sample(this.reference))
      samples.ours.push(await sample(this.ours))
    }
    return samples
  }

  /** Two new people with empty caches; closed again when `use` is done. */
  async withPages<T>(
    use: (pair: Pair & { names: { caller: string; callee: string } }) => Promise<T>,
  ): Promise<T> {
    const contexts = await Promise.all([this.#newContext(), this.#newContext()])
    const [caller, callee] = await Promise.all(contexts.map((context) => context.newPage()))
    try {
      if (caller === undefined || callee === undefined) throw new Error('no page')
      this.#people += 1
      const names = { caller: `Caller number ${this.#people}`, callee: `Callee number ${this.#people}` }
      return await use({ caller, callee, names })
    } catch (cause) {
      // What the pages show at that moment is what tells a slow machine from a fault.
      const shown = await Promise.all([caller, callee].map(async (page) => page?.innerText('body')))
      throw new Error(`${String(cause)}\n  caller: ${shown[0]}\n  callee: ${shown[1]}`, { cause })
    } finally {
      await Promise.all(contexts.map((context) => context.close()))
    }
  }

  /** Two people of whom one is being rung and has yet to accept. */
  withRing<T>(site: Site, use: (pair: Pair) => Promise<T>): Promise<T> {
    return this.withPages(async ({ caller, callee, names }) => {
      await arrive(callee, site, names.callee)
      await arrive(caller, site, names.caller)
      await press(caller, site.ring(names.callee))
      await button(callee, site.accept()).waitFor()
      return use({ caller, callee })
    })
  }

  /** Two people who see each other. */
  withCall<T>(site: Site, use: (pair: Pair) => Promise<T>): Promise<T> {
    return this.withRing(site, async (pair) => {
      await press(pair.callee, site.accept())
      await Promise.all([firstFrame(pair.caller), firstFrame(pair.callee)])
      return use(pair)
    })
  }

  async #newContext() {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addInitScript(installProbe)
    return context
  }
}

/** Opens the page and does what must be done to be callable. */
export async function arrive(page: Page, site: Site, name: string): Promise<void> {
  await page.goto(site.url)
  await page.evaluate(autopilot, site.arrival(name))
  await site.arrived(page)
}

/** When the first frame of the other person was presented, in epoch milliseconds. */
export async function firstFrame(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => probe.frames[0])
  return handle.evaluate((time) => time ?? Number.NaN)
}

/** When the last input of that kind reached the page, in epoch milliseconds. */
export function lastInput(page: Page, type: string): Promise<number> {
  return page.evaluate(
    (kind) => probe.inputs.findLast((input) => input.type === kind)?.at ?? Number.NaN,
    type,
  )
}

/** Presses as a person does: with the pointer, when the control is there and enabled. */
export const press = (page: Page, step: Step): Promise<void> => button(page, step).click()

const button = (page: Page, step: Step) =>
  page.getByRole('button', { name: new RegExp('press' in step ? step.press : step.fill) }).first()
