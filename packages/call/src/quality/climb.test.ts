import { describe, expect, it } from 'vitest'
import { climb, FOOT, type Climb, type ClimbStep } from './climb.ts'
import type { Sample } from './sample.ts'

/** Capped at 400 kbit/s, as a real call showed it; nothing waits. */
const HELD: Sample = {
  sentLoss: 0,
  receivedLoss: 0,
  roundTrip: 0.02,
  available: 330_000,
  pictureBits: 240_000,
  heldByLine: true,
}
const WAITING: Sample = { ...HELD, roundTrip: 0.5 }
/** The line was found to be wide, and the picture is still small. */
const WIDE: Sample = { ...HELD, available: 4_000_000 }
const FREE: Sample = { ...WIDE, pictureBits: 700_000, heldByLine: false }

const seconds = (count: number, sample: Sample): Sample[] => Array.from({ length: count }, () => sample)

function stepsOver(samples: readonly Sample[], from: Climb = FOOT): ClimbStep[] {
  let state = from
  return samples.map((sample) => (state = climb(state, sample)).step)
}
const secondsOf = (step: ClimbStep, steps: ClimbStep[]): number[] =>
  steps.flatMap((each, second) => (each === step ? [second] : []))

describe('a picture that is held small by the line', () => {
  it('[B5] asks for more every few seconds while nothing waits on the line', () => {
    expect(secondsOf('dip', stepsOver(seconds(12, HELD)))).toEqual([3, 7, 11])
  })

  it('[B5] does not ask while packets wait or are lost', () => {
    expect(secondsOf('dip', stepsOver([HELD, ...seconds(20, WAITING)]))).toEqual([])
    expect(secondsOf('dip', stepsOver(seconds(20, { ...HELD, sentLoss: 0.2 })))).toEqual([])
  })

  it('[B5] begins again with its size as soon as the line is known to be wide', () => {
    const steps = stepsOver([...seconds(4, HELD), ...seconds(4, WIDE)])
    expect(secondsOf('dip', steps)).toEqual([3])
    expect(secondsOf('renew', steps)).toEqual([5])
  })

  it('[B5] does not begin again with its size while packets wait', () => {
    expect(secondsOf('renew', stepsOver([HELD, ...seconds(20, { ...WIDE, roundTrip: 0.5 })]))).toEqual([])
  })

  it('[B5] does not begin again with its size on a line that is known to be thin', () => {
    const thin = { ...HELD, available: 400_000, pictureBits: 90_000 }
    expect(secondsOf('renew', stepsOver(seconds(20, thin)))).toEqual([])
  })

  it('[B5] goes on asking for more while its size has to rest', () => {
    const small = { ...HELD, available: 1_200_000 }
    const steps = stepsOver(seconds(8, small))
    expect(secondsOf('renew', steps)).toEqual([1])
    expect(secondsOf('dip', steps)).toEqual([3, 7])
  })

  it('[B5] grows ever more rarely where it has to be made smaller again each time', () => {
    const renewals = secondsOf('renew', stepsOver(seconds(400, WIDE)))
    const pauses = renewals.slice(1).map((second, index) => second - (renewals[index] ?? 0))
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(pauses.at(-1)).toBeGreaterThan(60)
  })
})

it('[B5] a picture that nothing holds back is left alone', () => {
  expect(stepsOver(seconds(60, FREE)).every((step) => step === 'none')).toBe(true)
})

it('[A19] a picture that the device holds back is left alone', () => {
  const slow = { ...WIDE, heldByLine: false }
  expect(stepsOver(seconds(60, slow)).every((step) => step === 'none')).toBe(true)
})

it('[B5] what the browser does not tell moves nothing', () => {
  const silent = { ...HELD, available: null, pictureBits: null, roundTrip: null, sentLoss: null }
  expect(stepsOver(seconds(60, silent)).every((step) => step === 'none')).toBe(true)
})
