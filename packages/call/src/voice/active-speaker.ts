/** Below it is breath and room, on the scale from 0 to 1 of W3C webrtc, `audioLevel`. */
const VOICE = 0.01
/** What remains of a loudness from one look to the next: a word's end is no end of speaking. */
const FADE = 0.7
/** By how much somebody must be louder than who speaks, to be taken for who speaks. */
const LOUDER = 1.5
/** For how many looks in a row, so that a cough is none. */
const LOOKS = 3
/** For how long who speaks stays so at least, in milliseconds. */
const HOLD = 2_000

/** Who speaks, as it seemed at the last look. */
export interface Speaking<Id> {
  /** Null until somebody has spoken; who spoke last while all are silent. */
  readonly speaker: Id | null
  readonly since: number
  readonly loudness: ReadonlyMap<Id, number>
  /** Who has been louder than the speaker, for how many looks. */
  readonly next: { readonly id: Id; readonly looks: number } | null
}

export const NOBODY_SPEAKS = {
  speaker: null,
  since: 0,
  loudness: new Map<never, number>(),
  next: null,
} as const satisfies Speaking<never>

/** How often to look, in milliseconds. */
export const LISTEN_EVERY = 250

/**
 * Looks once more. `levels`: of everybody who is there, from 0 to 1; `now` in milliseconds. A change of the speaker
 * waits for a clear difference that lasts, so that the large picture doesn't flicker.
 */
export function whoSpeaks<Id>(
  before: Speaking<Id>,
  levels: ReadonlyMap<Id, number>,
  now: number,
): Speaking<Id> {
  const loudness = new Map(
    Array.from(levels, ([id, level]) => [id, Math.max(level, FADE * (before.loudness.get(id) ?? 0))]),
  )
  const speaker = before.speaker !== null && levels.has(before.speaker) ? before.speaker : null
  const louder = loudest(loudness)
  const ofSpeaker = speaker === null ? 0 : (loudness.get(speaker) ?? 0)
  const rivals =
    louder !== null && louder.id !== speaker && louder.level > Math.max(VOICE, LOUDER * ofSpeaker)
  if (!rivals) return { speaker, since: before.since, loudness, next: null }
  const looks = before.next?.id === louder.id ? before.next.looks + 1 : 1
  const held = speaker !== null && now - before.since < HOLD
  if (looks < LOOKS || held) return { speaker, since: before.since, loudness, next: { id: louder.id, looks } }
  return { speaker: louder.id, since: now, loudness, next: null }
}

function loudest<Id>(loudness: ReadonlyMap<Id, number>): { id: Id; level: number } | null {
  let found: { id: Id; level: number } | null = null
  for (const [id, level] of loudness) if (found === null || level > found.level) found = { id, level }
  return found
}
