import type { Field, Steps } from './definition.ts'

export const whole = (id: string, min: number, max: number, region: string | null = null): Field => ({
  id,
  region,
  min,
  max,
  step: 1,
})

/** Absent or present. */
export const yesNo = (id: string): Field => whole(id, 0, 1)

export const sumOf = (fields: readonly Field[], steps: Steps): number =>
  fields.reduce((sum, { id }) => sum + steps(id), 0)
