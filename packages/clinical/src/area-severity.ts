import type { Answers, Field, Steps } from './definition.ts'
import { whole } from './fields.ts'

/** The grade 0–6 that PASI, EASI and mMASI give to the share of a region that is affected, in per cent. */
export function areaGrade(percent: number): number {
  if (percent <= 0) return 0
  const bounds = [10, 30, 50, 70, 90]
  const above = bounds.findIndex((bound) => percent < bound)
  return above === -1 ? 6 : above + 1
}

/** The four regions of PASI and EASI, and which of the body's parts they hold where one could doubt. */
export const BODY_REGIONS = ['head', 'upper_limbs', 'trunk', 'lower_limbs'] as const
export type BodyRegion = (typeof BODY_REGIONS)[number]

/** What each region is of a grown body, in tenths. */
export const GROWN_TENTHS: Readonly<Record<BodyRegion, number>> = {
  head: 1,
  upper_limbs: 2,
  trunk: 3,
  lower_limbs: 4,
}

/** An area grade and the grades of the signs for each region. */
export const areaAndSigns = (
  regions: readonly string[],
  signs: readonly string[],
  sign: Pick<Field, 'max' | 'step'>,
): readonly Field[] =>
  regions.flatMap((region) => [
    whole(`${region}.area`, 0, 6, region),
    ...signs.map((name): Field => ({ id: `${region}.${name}`, region, min: 0, ...sign })),
  ])

/** Σ weight · (sum of signs) · area; weights in whole tenths. */
export const weighted = <R extends string>(
  weights: Readonly<Record<R, number>>,
  regions: readonly R[],
  signs: readonly string[],
  steps: Steps,
): number =>
  regions.reduce((total, region) => {
    const severity = signs.reduce((sum, sign) => sum + steps(`${region}.${sign}`), 0)
    return total + weights[region] * severity * steps(`${region}.area`)
  }, 0)

/** Where nothing of a region is affected its signs need no answer. */
export const neededWhereAffected = ({ id, region }: Field, answers: Answers): boolean =>
  id === `${region}.area` || answers[`${region}.area`] !== 0
