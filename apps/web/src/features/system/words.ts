import type { Translate } from '../../platform/i18n.ts'
import { amountOf } from './system-model.ts'

export function sizeIn(bytes: number, t: Translate): string {
  const { unit, value } = amountOf(bytes)
  return t(`amount.${unit}`, { value })
}

export const timeIn = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
