import { hasChanged } from '@visita/lesion'
import type { MeasuredSize } from '@visita/protocol'
import type { Translate } from '../../platform/i18n.ts'

/** As many digits as the error leaves a meaning to: 1.24 ± 0.13, and not 1.2387. */
function withError(value: number, error: number): { value: string; error: string } {
  const digits = Math.min(3, Math.max(0, 1 - Math.floor(Math.log10(error))))
  const format = (each: number): string =>
    each.toLocaleString([], { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return { value: format(value), error: format(error) }
}

/** From this on in square centimetres. */
const LARGE_MM2 = 100

export function areaWords({ areaMm2, error }: MeasuredSize, t: Translate): string {
  const isLarge = areaMm2 >= LARGE_MM2
  const area = isLarge ? areaMm2 / 100 : areaMm2
  const words = withError(area, area * error)
  return t(isLarge ? 'measuring:size.areaCm' : 'measuring:size.areaMm', words)
}

/** The error of a length is half that of an area. */
export const lengthWords = ({ longestMm, error }: MeasuredSize, t: Translate): string =>
  t('measuring:size.longest', withError(longestMm, (longestMm * error) / 2))

export type Change = 'first' | 'same' | 'larger' | 'smaller'

/** Whether it has changed since the one before by more than both errors. */
export function changeSince(before: MeasuredSize | undefined, after: MeasuredSize): Change {
  if (before === undefined) return 'first'
  if (!hasChanged(before, after)) return 'same'
  return after.areaMm2 > before.areaMm2 ? 'larger' : 'smaller'
}
