import { lastInput, type Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { whenShown } from '../probe.ts'
import { atMost, median, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const MESSAGES = 20
const subject = { name: 'chat: send → shown on the other page', unit: 'ms', bar: atMost(5, 'ms') }

const sample = (lab: Lab, site: Site): Promise<number> =>
  lab.withCall(site, async ({ caller, callee }) => {
    await Promise.all([site.openChat(caller), site.openChat(callee)])
    const delays: number[] = []
    for (let index = 0; index < MESSAGES; index += 1) {
      const text = `message number ${index} of this bench`
      await caller.keyboard.insertText(text)
      const shown = callee.evaluate(whenShown, text)
      await caller.keyboard.press('Enter')
      delays.push((await shown) - (await lastInput(caller, 'keydown')))
    }
    return median(delays) ?? Number.NaN
  })

export const chat: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    return [rowOf(subject, ours, { name: lab.reference.name, samples: reference })]
  },
}
