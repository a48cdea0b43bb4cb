/** Why nobody hears a person who has a microphone on. */
export type Unheard =
  /** They speak, and have muted themselves. */
  | 'speaking_muted'
  /** The system or a switch on the headset has muted the device. */
  | 'system_muted'
  /** The device works and gives no sound at all. */
  | 'silent'

/** One look at a microphone; there are four a second. */
export interface Look {
  /** By the person. */
  muted: boolean
  systemMuted: boolean
  /** Of full scale. */
  peak: number
}

/** All counts in looks. */
export interface Hearing {
  unheard: Unheard | null
  /** Rises with each loud look, falls with each quiet one. */
  speaking: number
  /** Without any sound, in a row. */
  silent: number
  /** This microphone has given sound before. */
  proven: boolean
}

export const LISTENING: Hearing = { unheard: null, speaking: 0, silent: 0, proven: false }

/** Speech at arm's length reaches a fifth of full scale; a cough or a chair is short. */
const SPEECH = 0.04
const SPEAKING = 6
const SPOKEN = 24
/** Less than the last bit of 16. */
const NOTHING = 1e-5
const SILENT = 40
/* Where noise is taken out, a quiet room may be no sound at all. */
const SILENT_PROVEN = 240

/** What the next look makes of it. Too late rather than wrong: a person who listens must not be alarmed. */
export function listen(hearing: Hearing, { muted, systemMuted, peak }: Look): Hearing {
  if (systemMuted) return { ...LISTENING, proven: hearing.proven, unheard: 'system_muted' }
  if (muted) {
    const loud = peak > SPEECH
    const speaking = Math.min(SPOKEN, Math.max(0, hearing.speaking + (loud ? 2 : -1)))
    const goesOn = hearing.unheard === 'speaking_muted' && speaking > 0
    const unheard = goesOn || speaking >= SPEAKING ? 'speaking_muted' : null
    return { ...hearing, unheard, speaking, silent: 0 }
  }
  const silent = peak > NOTHING ? 0 : hearing.silent + 1
  const proven = hearing.proven || silent === 0
  const unheard = silent >= (proven ? SILENT_PROVEN : SILENT) ? 'silent' : null
  return { unheard, speaking: 0, silent, proven }
}
