import { describe, expect, it } from 'vitest'
import { LISTEN_EVERY, whoSpeaks, NOBODY_SPEAKS, type Speaking } from './active-speaker.ts'

type Levels = Readonly<Record<string, number>>

/** Who was taken for the speaker after each look, in turn and without repetition. */
function speakersOf(looks: readonly Levels[]): (string | null)[] {
  let speaking: Speaking<string> = NOBODY_SPEAKS
  const speakers: (string | null)[] = []
  for (const [index, levels] of looks.entries()) {
    speaking = whoSpeaks(speaking, new Map(Object.entries(levels)), 10_000 + index * LISTEN_EVERY)
    if (speakers.at(-1) !== speaking.speaker) speakers.push(speaking.speaker)
  }
  return speakers
}
const times = (count: number, levels: Levels): Levels[] => Array.from({ length: count }, () => levels)

describe('[B26] who speaks', () => {
  it('is whoever is clearly louder for a while', () => {
    const looks = [...times(20, { a: 0.2, b: 0 }), ...times(20, { a: 0, b: 0.2 })]
    expect(speakersOf(looks)).toEqual([null, 'a', 'b'])
  })

  it('is nobody in a quiet room, and stays the last one in a pause', () => {
    expect(speakersOf(times(40, { a: 0.004, b: 0.006 }))).toEqual([null])
    const looks = [...times(10, { a: 0.2, b: 0 }), ...times(40, { a: 0, b: 0.005 })]
    expect(speakersOf(looks)).toEqual([null, 'a'])
  })

  it('does not change for a cough', () => {
    const looks = [
      ...times(20, { a: 0.2, b: 0 }),
      ...times(1, { a: 0, b: 0.3 }),
      ...times(20, { a: 0.2, b: 0 }),
    ]
    expect(speakersOf(looks)).toEqual([null, 'a'])
  })

  it('changes at most every two seconds where two talk at once', () => {
    const looks = Array.from({ length: 240 }, (_, index) =>
      index % 8 < 4 ? { a: 0.5, b: 0.01 } : { a: 0.01, b: 0.5 },
    )
    // A minute in which somebody else is louder every second.
    expect(speakersOf(looks).length).toBeLessThan(60 / 2 + 2)
    const alike = times(240, { a: 0.3, b: 0.32 })
    expect(speakersOf(alike)).toEqual([null, 'b'])
  })

  it('is nobody any more when they have left', () => {
    expect(speakersOf([...times(10, { a: 0.2, b: 0 }), ...times(1, { b: 0 })])).toEqual([null, 'a', null])
  })
})
