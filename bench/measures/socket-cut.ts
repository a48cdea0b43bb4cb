import { TestServer } from '../../e2e/server.ts'
import { CuttableProxy } from '../cuttable-proxy.ts'
import type { Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { oursSite } from '../pages.ts'
import { atMostPlus, longestGap, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const SETTLE_MS = 2_000
const WATCH_MS = 6_000
/* Two runs of one call never have the same longest gap; a frame of 30 a second is the grain. */
const ONE_FRAME_MS = 34
const subject = {
  name: 'longest gap between frames, web socket cut once',
  unit: 'ms',
  bar: atMostPlus(ONE_FRAME_MS, 'ms'),
}

const sample = (lab: Lab, site: Site, disturb: () => void): Promise<number> =>
  lab.withCall(site, async ({ callee }) => {
    // A span of time is what is measured here, not a state to wait for.
    await callee.waitForTimeout(SETTLE_MS)
    const from = await callee.evaluate(() => performance.timeOrigin + performance.now())
    disturb()
    await callee.waitForTimeout(WATCH_MS)
    const frames = await callee.evaluate(() => probe.frames)
    const watched = frames.filter((time) => time >= from && time <= from + WATCH_MS)
    return longestGap([from, ...watched, from + WATCH_MS])
  })

export const socketCut: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const proxy = await CuttableProxy.listen()
    const server = await TestServer.start({ VISITA_ORIGINS: proxy.url })
    try {
      proxy.forwardTo(server.url)
      const site = oursSite(proxy.url)
      const uncut: number[] = []
      const cut: number[] = []
      for (let run = 0; run < lab.runs; run += 1) {
        uncut.push(await sample(lab, site, () => {}))
        cut.push(await sample(lab, site, () => proxy.cut()))
      }
      return [rowOf(subject, cut, { name: 'the same call, not cut', samples: uncut })]
    } finally {
      proxy.close()
      await server.stop()
    }
  },
}
