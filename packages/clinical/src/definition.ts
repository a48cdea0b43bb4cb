/** One thing to answer. A value is a number from `min` to `max` in whole steps. */
export interface Field {
  /** Unique in its score; `region.sign` where there are regions. */
  id: string
  region: string | null
  min: number
  max: number
  step: 1 | 0.5 | 0.1
}

export interface Band {
  id: string
  /** The highest total that is still in the band, in units. */
  upTo: number
}

/**
 * From what change on a patient is taken to notice it: a number of units, or per cent of the earlier total.
 * `none`: no such figure is established, and none is made up.
 */
export type MinimalChange =
  { kind: 'units'; units: number } | { kind: 'percent'; percent: number } | { kind: 'none' }

/** The answer to a field, in steps from nought: whole numbers, so that no sum is a rounded one. */
export type Steps = (fieldId: string) => number

/** A score: what it asks, how it is reckoned and how it is read. */
export interface ScoreDefinition {
  id: string
  /** Raised when the same answers would give another total or band; totals of two versions are not one series. */
  version: number
  /** Who answers. What patients say and what doctors see are never one series. */
  by: 'doctor' | 'patient'
  /** Whether it is of the patient's skin as a whole, or of one lesion, each of which has a series of its own. */
  about: 'patient' | 'lesion'
  /** It is asked in the words of its owners or not at all, and those are not here. */
  officialWording?: true
  fields: readonly Field[]
  /** Totals are kept as whole units; this many are one point. */
  unitsPerPoint: number
  /** In points. */
  range: { min: number; max: number }
  /** Ascending; empty where none are established. */
  bands: readonly Band[]
  /** How many needed fields may be without an answer; each counts nought. */
  mayMiss: number
  /** Whether a field has to be answered, given the others; all of them unless said. */
  isNeeded?: (field: Field, answers: Answers) => boolean
  /** False where answers that are each in range cannot be true together. */
  isPossible?: (steps: Steps) => boolean
  minimalChange: MinimalChange
  /** Where formula and bands come from. */
  source: string
  /** What may be done with the instrument, and which of its texts are not here for that reason. */
  licence: string
  units(steps: Steps): number
  /** Part sums that are read on their own beside the total, in the same units. */
  parts?: Readonly<Record<string, (steps: Steps) => number>>
}

export type Answers = Readonly<Partial<Record<string, number>>>

export type Outcome =
  | {
      kind: 'scored'
      units: number
      points: number
      band: string | null
      /** In points. */
      parts: Readonly<Record<string, number>>
    }
  | { kind: 'incomplete'; fields: readonly string[] }
  /** Answers to what is not asked, out of range, or between two steps. */
  | { kind: 'out_of_range'; fields: readonly string[] }
  | { kind: 'impossible' }

/** Never a total from less than the score's own rule for missing answers allows. */
export function evaluate(score: ScoreDefinition, answers: Answers): Outcome {
  const byId = new Map(score.fields.map((field) => [field.id, field]))
  const wrong = Object.entries(answers).flatMap(([id, value]) => {
    const field = byId.get(id)
    return value === undefined || (field !== undefined && takes(field, value)) ? [] : [id]
  })
  if (wrong.length > 0) return { kind: 'out_of_range', fields: wrong }
  const unanswered = score.fields.filter(({ id }) => answers[id] === undefined)
  const missing = unanswered.filter((field) => score.isNeeded?.(field, answers) ?? true)
  // A form that nobody has touched says nothing, whatever may be left out of it.
  if (missing.length > score.mayMiss || unanswered.length === score.fields.length)
    return { kind: 'incomplete', fields: (missing.length > 0 ? missing : unanswered).map(({ id }) => id) }
  const steps: Steps = (id) => Math.round((answers[id] ?? 0) / stepOf(byId, id))
  if (score.isPossible?.(steps) === false) return { kind: 'impossible' }
  const units = score.units(steps)
  const parts = Object.entries(score.parts ?? {}).map(([id, part]) => [id, part(steps) / score.unitsPerPoint])
  return {
    kind: 'scored',
    units,
    points: units / score.unitsPerPoint,
    band: bandOf(score, units),
    parts: Object.fromEntries(parts),
  }
}

/** A field that these answers have made needless, such as the signs of a region of which nothing is affected. */
export const isSpared = (score: ScoreDefinition, field: Field, answers: Answers): boolean =>
  score.isNeeded?.(field, {}) === true && !score.isNeeded(field, answers)

const bandOf = ({ bands }: ScoreDefinition, units: number): string | null =>
  bands.find(({ upTo }) => units <= upTo)?.id ?? null

export type Change = 'better' | 'worse' | 'about_the_same' | 'not_judged'

/** In all these scores less is better. Totals are in units of one version of one score. */
export function changeBetween({ minimalChange }: ScoreDefinition, before: number, now: number): Change {
  const enough = (difference: number): boolean => {
    switch (minimalChange.kind) {
      case 'none':
        return false
      case 'units':
        return difference >= minimalChange.units
      case 'percent':
        return difference > 0 && difference * 100 >= minimalChange.percent * before
    }
  }
  // Of nothing there is no percentage.
  if (minimalChange.kind === 'none' || (minimalChange.kind === 'percent' && before === 0)) return 'not_judged'
  if (enough(before - now)) return 'better'
  return enough(now - before) ? 'worse' : 'about_the_same'
}

/** PASI 75, EASI 50 and the like: (before − now) · 100 ≥ k · before, with something there before. */
export const hasResponded = (percent: number, before: number, now: number): boolean =>
  before > 0 && (before - now) * 100 >= percent * before

/** Whether a number is an answer to a field: in its range, and no more between two of its steps than a rounding. */
export function takes({ min, max, step }: Field, value: number): boolean {
  const steps = value / step
  return value >= min && value <= max && Math.abs(steps - Math.round(steps)) < 1e-9
}

function stepOf(byId: ReadonlyMap<string, Field>, id: string): number {
  const field = byId.get(id)
  if (field === undefined) throw new Error(`no field ${id}`)
  return field.step
}
