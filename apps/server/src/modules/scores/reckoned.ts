import { evaluate, scoreCalled } from '@visita/clinical'
import type { Score, ScoreContent, ScoreRequest } from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'

/** A page may be up to this much ahead of the server's day, wherever on earth it is; milliseconds. */
const AHEAD_MS = 14 * 60 * 60 * 1000

/**
 * What is kept of what a page sends: its total and band are reckoned here, by the definition of packages/clinical that
 * says also who answers. Refuses what is not complete, not possible, of another version or of a day to come.
 */
export function reckoned(
  series: Score['series'],
  { instrument, version, answers, lesion, on }: Omit<ScoreRequest, 'replaces'>,
  now: number,
): ScoreContent {
  const definition = scoreCalled(instrument)
  if (definition === null || definition.by !== series) throw new Refusal('bad_request', 'instrument')
  if (definition.version !== version) throw new Refusal('protocol_mismatch')
  if ((definition.about === 'lesion') !== (lesion !== null)) throw new Refusal('bad_request', 'lesion')
  if (on > new Date(now + AHEAD_MS).toISOString().slice(0, 10)) throw new Refusal('bad_request', 'on')
  const outcome = evaluate(definition, answers)
  if (outcome.kind !== 'scored') throw new Refusal('bad_request', 'answers')
  const { units, points, band, parts } = outcome
  return { instrument, version, answers, lesion, on, units, points, band, parts }
}
