import { useTexts } from '../../platform/i18n.ts'

/** A length of time in words, to the minute, or to the second below one. */
export function useDuration(milliseconds: number): string {
  const t = useTexts('ended')
  const seconds = Math.max(0, Math.round(milliseconds / 1_000))
  return seconds < 60 ? t('seconds', { count: seconds }) : t('minutes', { count: Math.round(seconds / 60) })
}
