import { setTimeout as pass } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { cpuOfBrowsers } from '../cpu.ts'
import type { Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { atMostTimes, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const subject = { name: 'CPU for each frame shown, call of two', unit: 'ms', bar: atMostTimes(1.15) }
/** A call begins with a small picture, which has grown by then, in milliseconds. */
const GROWN = 12_000
const WATCHED = 8_000

/** Of the whole browser, which has both pages of the call and nothing else in it. */
const sample = (lab: Lab, site: Site): Promise<number> =>
  lab.withCall(site, async ({ caller, callee }) => {
    // Spans of time are what is measured here, not states to wait for.
    await pass(GROWN)
    const [cpu, frames] = [cpuOfBrowsers(), await framesOf(caller, callee)]
    await pass(WATCHED)
    const spent = cpuOfBrowsers() - cpu
    return (1_000 * spent) / ((await framesOf(caller, callee)) - frames)
  })

async function framesOf(...pages: Page[]): Promise<number> {
  const counts = await Promise.all(pages.map((page) => page.evaluate(() => probe.frames.length)))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** What a picture costs (B5): everything that runs for it in the browser, by each frame that somebody saw. */
export const cpu: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    return [rowOf(subject, ours, { name: lab.reference.name, samples: reference })]
  },
}
