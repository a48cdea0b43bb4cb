import { useTexts } from '../../platform/i18n.ts'
import { deviceWords } from '../../platform/device-words.ts'

/** A device by what its browser calls itself, in words by which its owner recognises it. */
export function useDeviceName(userAgent: string): string {
  const t = useTexts('forms')
  const { browser, system } = deviceWords(userAgent)
  if (browser !== null && system !== null) return t('device.both', { browser, system })
  return browser ?? system ?? t('device.unknown')
}
