import type { Source } from '@visita/call'
import type { LineState } from './line-look.ts'

/** `open`: not known yet, or not tried. */
export type Mark = 'good' | 'open' | 'weak' | 'bad'

export function markOf({ status }: Source): Exclude<Mark, 'weak'> {
  if (status === 'live') return 'good'
  return status === 'unavailable' ? 'bad' : 'open'
}

export function markOfLine(state: LineState): Mark {
  if (state.status === 'looking') return 'open'
  if (state.status === 'failed') return 'bad'
  return ({ good: 'good', weak: 'weak', blocked: 'bad' } as const)[state.line]
}
