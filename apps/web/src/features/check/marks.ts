import type { Hearing, Source } from '@visita/call'
import type { LineState } from './line-look.ts'

/** `open`: not known yet, or not tried. */
export type Mark = 'good' | 'open' | 'weak' | 'bad'

export function markOf({ status }: Source): Exclude<Mark, 'weak'> {
  if (status === 'live') return 'good'
  return status === 'unavailable' ? 'bad' : 'open'
}

/** A microphone is good when a sound has come out of it, and not because it is on. */
export function markOfVoice(
  source: Source,
  { proven, unheard }: Pick<Hearing, 'proven' | 'unheard'>,
): { mark: Mark; text: 'good' | 'open' | 'bad' | 'listening' | 'silent' } {
  const mark = markOf(source)
  if (mark !== 'good') return { mark, text: mark }
  if (unheard === 'silent' || unheard === 'system_muted') return { mark: 'bad', text: 'silent' }
  return proven ? { mark, text: 'good' } : { mark: 'open', text: 'listening' }
}

export function markOfLine(state: LineState): Mark {
  if (state.status === 'looking') return 'open'
  if (state.status === 'failed') return 'bad'
  return ({ good: 'good', weak: 'weak', blocked: 'bad' } as const)[state.line]
}
