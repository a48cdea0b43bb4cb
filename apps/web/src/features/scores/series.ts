import { changeBetween, scoreCalled, type Change, type ScoreDefinition } from '@visita/clinical'
import type { LesionId, Score } from '@visita/protocol'

/** Scores that can be compared: of one version of one instrument, about the same thing. */
export interface Series {
  key: string
  instrument: string
  /** Null where this page knows no such version, so that nothing is judged. */
  definition: ScoreDefinition | null
  lesion: LesionId | null
  /** Those that hold, by their days. */
  standing: readonly Score[]
  /** With those that were replaced, by their days. */
  all: readonly Score[]
}

/** The one that was added to last comes first. */
export function seriesOf(scores: readonly Score[]): readonly Series[] {
  const replaced = new Set(scores.map(({ replaces }) => replaces))
  const groups = Map.groupBy(scores, ({ instrument, version, lesion }) =>
    [instrument, version, lesion ?? ''].join(' '),
  )
  return Array.from(groups, ([key, all]): Series[] => {
    const [first] = all
    if (first === undefined) return []
    const known = scoreCalled(first.instrument)
    return [
      {
        key,
        instrument: first.instrument,
        definition: known?.version === first.version ? known : null,
        lesion: first.lesion,
        standing: all.filter(({ id }) => !replaced.has(id)),
        all,
      },
    ]
  })
    .flat()
    .toSorted((one, other) => lastAt(other) - lastAt(one))
}

const lastAt = ({ all }: Series): number => Math.max(...all.map(({ at }) => at))

/** How a total is against an earlier one, in the words of `scores:change.KEY`. */
export interface Judgement {
  key:
    `${Exclude<Change, 'not_judged'>}.${'units' | 'percent'}` | 'lower' | 'higher' | 'equal' | 'fromNothing'
  /** How much it changed and how much counts, in points or in per cent. */
  values: { by: string; least: string }
}

export const pointsAsWritten = (points: number): string =>
  points.toLocaleString([], { maximumFractionDigits: 3 })

/** Totals in units. What is no whole per cent is rounded down, so that 49.6 never reads as the 50 that counts. */
export function judged(definition: ScoreDefinition, before: number, now: number): Judgement {
  const change = changeBetween(definition, before, now)
  const difference = Math.abs(before - now)
  const inPoints = (units: number): string => pointsAsWritten(units / definition.unitsPerPoint)
  const { minimalChange } = definition
  if (change === 'not_judged' || minimalChange.kind === 'none') {
    const isFromNothing = minimalChange.kind === 'percent' && now > 0
    const direction = now === before ? 'equal' : now < before ? 'lower' : 'higher'
    return { key: isFromNothing ? 'fromNothing' : direction, values: { by: inPoints(difference), least: '' } }
  }
  if (minimalChange.kind === 'units') {
    const values = { by: inPoints(difference), least: inPoints(minimalChange.units) }
    return { key: `${change}.units`, values }
  }
  const values = {
    by: String(Math.floor((difference * 100) / before)),
    least: String(minimalChange.percent),
  }
  return { key: `${change}.percent`, values }
}
