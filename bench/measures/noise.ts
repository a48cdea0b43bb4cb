import type { Measure } from '../measure.ts'
import { atLeast, atLeastPlus, rowOf, type Subject } from '../result.ts'
import {
  hum,
  joined,
  likenessOf,
  mixed,
  RATE,
  seeded,
  whiteNoise,
  withNoise,
  type Sound,
} from '../sound/signals.ts'
import { spokenFiles } from '../sound/speech.ts'
import { byProduct, decoded } from '../sound/treatments.ts'

const NOISES = ['white', 'hum', 'babble'] as const
const LEVELS = [0, 5, 10]
/** A microphone is open before somebody speaks into it: so many samples of the room alone. */
const LEAD = RATE
/** The longest delay of the worklets, in samples. */
const DELAY = 0.1 * RATE

interface Condition {
  subject: Subject
  noisy: Sound
  /** SI-SDR before anything is done to it; null without noise, where it has no limit. */
  untreated: number | null
}

const loud = (noise: string, decibels: number): Subject => ({
  name: `noise: ${noise} at ${decibels} dB, SI-SDR`,
  unit: 'dB',
  bar: atLeastPlus(0, 'dB'),
})
const QUIET_ROOM: Subject = {
  name: 'noise: white at 30 dB, SI-SDR',
  unit: 'dB',
  bar: atLeastPlus(-0.5, 'dB'),
}
/* A tenth of the speech is as much as may be made up. */
const CLEAN: Subject = { name: 'noise: none, SI-SDR', unit: 'dB', bar: atLeast(10, 'dB') }
const KEPT: Subject = { name: 'noise: none, level of the speech', unit: 'dB', bar: atLeast(-0.5, 'dB') }

/**
 * What the reduction of noise does to speech (B8): SI-SDR against the same sound untreated, with noises of three
 * kinds and without.
 */
export const noise: Measure = {
  subjects: [
    ...NOISES.flatMap((name) => LEVELS.map((decibels) => loud(name, decibels))),
    QUIET_ROOM,
    CLEAN,
    KEPT,
  ],
  async run() {
    const { speakers, crowd } = spokenFiles()
    const speech = joined(await decoded(speakers))
    const conditions = theConditions(speech, await decoded(crowd))
    const treated = await byProduct(conditions.map(({ noisy }) => noisy))
    const heard = treated.map((sound) => likenessOf(speech, sound.subarray(LEAD), DELAY))
    const rows = conditions.map(({ subject, untreated }, index) => {
      const ours = heard.slice(index, index + 1).map(({ siSdr }) => siSdr)
      return rowOf(
        subject,
        ours,
        untreated === null ? undefined : { name: 'untreated', samples: [untreated] },
      )
    })
    // The last one is that without noise.
    return [
      ...rows,
      rowOf(
        KEPT,
        heard.slice(-1).map(({ level }) => level),
      ),
    ]
  },
}

function theConditions(speech: Sound, crowd: Sound[]): Condition[] {
  const { length } = speech
  const sounds = { white: whiteNoise(length, seeded(28)), hum: hum(length), babble: mixed(crowd, length) }
  const condition = (subject: Subject, sound: Sound, decibels: number): Condition => {
    const noisy = withNoise(speech, sound, decibels)
    // What is not speech in its first second is the room.
    const room = noisy.subarray(0, LEAD).map((sample, at) => sample - (speech[at] ?? 0))
    return { subject, noisy: joined([room, noisy]), untreated: likenessOf(speech, noisy, 0).siSdr }
  }
  return [
    ...NOISES.flatMap((name) =>
      LEVELS.map((decibels) => condition(loud(name, decibels), sounds[name], decibels)),
    ),
    condition(QUIET_ROOM, sounds.white, 30),
    { subject: CLEAN, noisy: joined([new Float32Array(LEAD), speech]), untreated: null },
  ]
}
