import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { climb, FOOT, type ClimbStep } from './climb.ts'
import { BEGINNING, type Control, steer } from './controller.ts'
import { NO_TOTALS, readSample, type Sample } from './sample.ts'
import capped from './traces/capped.json' with { type: 'json' }
import good from './traces/good.json' with { type: 'json' }
import lossy from './traces/lossy.json' with { type: 'json' }
import slowDevice from './traces/slow-device.json' with { type: 'json' }
import tenMegabit from './traces/ten-megabit.json' with { type: 'json' }

/* Reports of getStats of real calls on real networks, second by second, as `npm run netlab -- --record` keeps them. */

const valueSchema = z.nullable(z.union([z.number(), z.string(), z.boolean()]))
const traceSchema = z.strictObject({
  seconds: z.int(),
  // By entry, and in it by the name of the figure; one value for every second.
  entries: z.record(z.string(), z.record(z.string(), z.array(valueSchema))),
})
type Trace = z.infer<typeof traceSchema>

interface Moment {
  sample: Sample
  control: Control
  step: ClimbStep
}

/** What the line keeper would have done in each second of a trace. */
function replay(recorded: unknown): Moment[] {
  const trace = traceSchema.parse(recorded)
  let totals = NO_TOTALS
  let control = BEGINNING
  let way = FOOT
  return Array.from({ length: trace.seconds }, (_, second) => {
    const read = readSample(reportAt(trace.entries, second), totals)
    totals = read.totals
    control = steer(control, read.sample)
    way = control.level === 'full' ? climb(way, read.sample) : FOOT
    return { sample: read.sample, control, step: way.step }
  })
}

function reportAt(entries: Trace['entries'], second: number): Map<string, Record<string, unknown>> {
  const report = new Map<string, Record<string, unknown>>()
  for (const [name, figures] of Object.entries(entries)) {
    const entry: Record<string, unknown> = { type: name.slice(0, name.lastIndexOf(' ')) }
    for (const [figure, values] of Object.entries(figures)) entry[figure] = values[second] ?? undefined
    // An entry that was not in the report of this second has no kind, and a pair no state.
    if (entry['kind'] !== undefined || entry['state'] !== undefined) report.set(name, entry)
  }
  return report
}

const secondsOf = (moments: Moment[], is: (moment: Moment) => boolean): number[] =>
  moments.flatMap((moment, second) => (is(moment) ? [second] : []))

const pictureBits = (moments: Moment[]): number => {
  const known = moments.flatMap(({ sample }) => sample.pictureBits ?? [])
  return known.reduce((sum, bits) => sum + bits, 0) / known.length
}

describe('[B5] what the line keeper does in calls that took place', () => {
  it.each(Object.entries({ 'a good line': good, 'ten megabits': tenMegabit, 'a slow device': slowDevice }))(
    'leaves the picture alone on %s',
    (_name, trace) => {
      const moments = replay(trace)
      expect(
        secondsOf(moments, ({ control }) => control.level !== 'full' || control.verdict !== 'good'),
      ).toEqual([])
      expect(secondsOf(moments, ({ step }) => step === 'dip')).toEqual([])
    },
  )

  it('says that a line is weak soon after it was capped, asks for more meanwhile, and has it back soon after', () => {
    // Capped from second 15 to second 35.
    const moments = replay(capped)
    expect(moments.slice(15, 18).map(({ control }) => control.verdict)).toContain('weak')
    expect(secondsOf(moments.slice(0, 15), ({ step }) => step === 'dip')).toEqual([])
    expect(secondsOf(moments.slice(18, 35), ({ step }) => step === 'dip').length).toBeGreaterThanOrEqual(2)
    expect(secondsOf(moments, ({ control }) => control.level === 'paused')).toEqual([])
    const [before, after] = [pictureBits(moments.slice(5, 15)), pictureBits(moments.slice(35 + 5, 35 + 8))]
    expect(after).toBeGreaterThan(0.8 * before)
    expect(new Set(moments.slice(43).map(({ control }) => control.verdict))).toEqual(new Set(['good']))
  })

  it('makes the picture small where a fifth is lost, tries again ever later, and does not swing', () => {
    // From second 10 on.
    const moments = replay(lossy)
    const levels = moments.map(({ control }) => control.level)
    const changes = secondsOf(moments, ({ control }) => control.age === 0)
    expect(new Set(levels.slice(0, 13))).toEqual(new Set(['full']))
    expect(levels).toContain('small')
    expect(levels).not.toContain('paused')
    expect(changes.length).toBeLessThanOrEqual(5)
    const [down = 0, up = 0, downAgain = 0, upAgain = 0] = changes
    expect(upAgain - downAgain).toBeGreaterThan(up - down)
    expect(new Set(moments.slice(13).map(({ control }) => control.verdict))).toEqual(new Set(['weak']))
  })
})
