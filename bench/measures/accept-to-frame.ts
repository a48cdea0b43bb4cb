import { firstFrame, lastInput, press, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { atMostTimes, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const subject = { name: 'accept click → first remote frame', unit: 'ms', bar: atMostTimes(1.3) }

/** On the page of the person who accepts. */
const sample = (lab: Lab, site: Site): Promise<number> =>
  lab.withRing(site, async ({ callee }) => {
    await press(callee, site.accept())
    return (await firstFrame(callee)) - (await lastInput(callee, 'click'))
  })

export const acceptToFrame: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    return [rowOf(subject, ours, { name: lab.reference.name, samples: reference })]
  },
}
