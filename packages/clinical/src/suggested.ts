import { SCORES } from './scores.ts'
import type { ScoreDefinition } from './definition.ts'

/** Which scores follow a diagnosis, by the beginning of its code in ICD-10. */
const BY_CODE: readonly [string, readonly string[]][] = [
  ['L40', ['pasi', 'pga', 'dlqi', 'itch_nrs']],
  ['L20', ['easi', 'easi_under_8', 'scorad', 'iga', 'po_scorad', 'poem', 'dlqi', 'itch_nrs']],
  ['L28', ['itch_nrs', 'dlqi']],
  ['L29', ['itch_nrs', 'dlqi']],
  ['L30', ['iga', 'poem', 'itch_nrs']],
  ['L50', ['uas7', 'dlqi']],
  ['L63', ['salt', 'dlqi']],
  ['L70', ['gags', 'dlqi']],
  ['L73.2', ['ihs4', 'hurley', 'dlqi']],
  ['L80', ['vasi', 'dlqi']],
  ['L81.1', ['mmasi']],
  ['C43', ['seven_point', 'tds', 'abcde']],
  ['D22', ['seven_point', 'tds', 'abcde']],
]

/** Before there is a diagnosis, by the kind of complaint. */
const BY_COMPLAINT: Readonly<Record<string, readonly string[]>> = {
  rash: ['pasi', 'easi', 'iga', 'itch_nrs', 'po_scorad', 'uas7'],
  mole: ['seven_point', 'abcde', 'tds'],
  growth: ['seven_point', 'abcde', 'tds'],
  acne: ['gags', 'ihs4', 'hurley'],
  hair: ['salt'],
}

/** The scores that fit best, in the order in which they are listed: by the diagnoses, and without one by the complaint. */
export function scoresFor(codes: readonly string[], complaint: string): readonly ScoreDefinition[] {
  const byCode = codes.flatMap((code) =>
    BY_CODE.flatMap(([begin, ids]) => (code.startsWith(begin) ? ids : [])),
  )
  const ids = new Set(byCode.length > 0 ? byCode : BY_COMPLAINT[complaint])
  return SCORES.filter(({ id }) => ids.has(id))
}
