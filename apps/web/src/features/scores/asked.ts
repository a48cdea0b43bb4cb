import { isSpared, type Answers, type Field, type ScoreDefinition } from '@visita/clinical'

/** More than these beside each other cannot be taken in at a glance. */
const MOST_GRADES = 11

/** The values among which one chooses by a tap; null where a number is written. */
export function gradesOf({ min, max, step }: Field, by: ScoreDefinition['by']): readonly number[] | null {
  const between = (width: number) =>
    Array.from({ length: Math.round((max - min) / width) + 1 }, (_, index) => min + index * width)
  if ((max - min) / step < MOST_GRADES) return between(step)
  // A patient who says how much it itches does not think in tenths.
  return by === 'patient' && step < 1 && max - min < MOST_GRADES ? between(1) : null
}

/** Fields that belong together: those of one region, or all that have none. */
export interface Group {
  region: string | null
  fields: readonly Field[]
}

/** What is asked after these answers: without what they have made needless. */
export function groupsOf(score: ScoreDefinition, answers: Answers): readonly Group[] {
  const byRegion = Map.groupBy(score.fields, ({ region }) => region)
  return Array.from(byRegion, ([region, fields]) => ({
    region,
    fields: fields.filter((field) => !isSpared(score, field, answers)),
  }))
}

/** For one question a screen: what belongs together by its region is one. */
export const screensOf = (score: ScoreDefinition): readonly Group[] =>
  groupsOf(score, {}).flatMap((group) =>
    group.region === null ? group.fields.map((field): Group => ({ region: null, fields: [field] })) : [group],
  )

/** The answers to what is asked: those that became needless are not sent. */
export const answersTo = (score: ScoreDefinition, answers: Answers): Record<string, number> =>
  Object.fromEntries(
    score.fields.flatMap((field) => {
      const answer = answers[field.id]
      return answer === undefined || isSpared(score, field, answers) ? [] : [[field.id, answer]]
    }),
  )

/** A number as people write it, with a point or a comma; undefined for nothing, NaN for what is none. */
export function numberIn(text: string): number | undefined {
  const written = text.trim().replace(',', '.')
  return written === '' ? undefined : /^\d+(\.\d+)?$/.test(written) ? Number(written) : Number.NaN
}
