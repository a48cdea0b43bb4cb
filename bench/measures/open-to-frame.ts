import { arrive, firstFrame, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { autopilot } from '../probe.ts'
import { atMostTimes, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const subject = { name: 'page opened → first remote frame, cold cache', unit: 'ms', bar: atMostTimes(2) }

/** Everything the page itself needs: both people are played by scripts in the pages, without reaction time. */
const sample = (lab: Lab, site: Site): Promise<number> =>
  lab.withPages(async ({ caller, callee, names }) => {
    await arrive(callee, site, names.callee)
    await callee.evaluate(autopilot, [site.accept()])
    await caller.addInitScript(autopilot, [...site.arrival(names.caller), site.ring(names.callee)])
    await caller.goto(site.url)
    return (await firstFrame(caller)) - (await caller.evaluate(() => performance.timeOrigin))
  })

export const openToFrame: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    return [rowOf(subject, ours, { name: lab.reference.name, samples: reference })]
  },
}
