import { personIdSchema } from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, type Responsibility, type Step } from './responsibility.ts'

const doctors = [1, 2, 3, 4].map((number) =>
  personIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`),
)
const doctor = fc.constantFrom(...doctors)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('offer' as const), to: doctor }),
  fc.record({ do: fc.constantFrom('withdraw' as const, 'accept' as const, 'decline' as const) }),
  fc.record({ do: fc.constant('take_over' as const), isHolderHere: fc.boolean() }),
)
const acts = fc.array(fc.record({ actor: doctor, step }), { maxLength: 30 })

/** Every step that led somewhere, with the states around it. */
function courseOf(start: Responsibility, steps: { actor: (typeof doctors)[number]; step: Step }[]) {
  let state = start
  return steps.flatMap(({ actor, step: taken }) => {
    const next = after(state, actor, taken)
    if (typeof next === 'string') return []
    const moved = { before: state, after: next, actor, step: taken }
    state = next
    return [moved]
  })
}

const [ada, ben, cleo] = doctors
if (!ada || !ben || !cleo) throw new Error('no doctors')
const start: Responsibility = { kind: 'held', by: ada }

describe('[B27] who is responsible', () => {
  test('is exactly one doctor after whatever happens, and another only by their own act', () => {
    fc.assert(
      fc.property(acts, (steps) => {
        for (const move of courseOf(start, steps)) {
          expect(doctors).toContain(move.after.by)
          if (move.after.by === move.before.by) continue
          expect(move.after).toEqual({ kind: 'held', by: move.actor })
          expect(['accept', 'take_over']).toContain(move.step.do)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('is never taken from somebody who is here by whom they have not offered it to', () => {
    fc.assert(
      fc.property(acts, (steps) => {
        for (const { before, after: next, actor, step: taken } of courseOf(start, steps)) {
          if (next.by === before.by || (taken.do === 'take_over' && !taken.isHolderHere)) continue
          expect(before).toEqual({ kind: 'offered', by: before.by, to: actor })
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('changes when an offer is accepted, and not when it is declined or withdrawn', () => {
    const offered = after(start, ada, { do: 'offer', to: ben })
    if (typeof offered === 'string') throw new Error(offered)
    expect(after(offered, ben, { do: 'accept' })).toEqual({ kind: 'held', by: ben })
    expect(after(offered, ben, { do: 'decline' })).toEqual(start)
    expect(after(offered, ada, { do: 'withdraw' })).toEqual(start)
    expect(after(offered, cleo, { do: 'accept' })).toBe('conflict')
    expect(after(start, ben, { do: 'accept' })).toBe('conflict')
  })
})
