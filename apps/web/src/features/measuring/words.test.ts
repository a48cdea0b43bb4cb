import { expect, test } from 'vitest'
import measuring from '../../locales/en/measuring.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { areaWords, changeSince, lengthWords } from './words.ts'

addTexts('measuring', measuring)
const t = useTexts('measuring')
const of = (areaMm2: number, error = 0.1) => ({ areaMm2, longestMm: 12.345, error })

test('[X4] a size is said with its error, and with no more digits than that leaves a meaning to', () => {
  expect(areaWords(of(123.87, 0.105), t)).toBe('1.24 ± 0.13 cm²')
  expect(areaWords(of(48.3), t)).toBe('48.3 ± 4.8 mm²')
  expect(lengthWords(of(1), t)).toBe('12.35 ± 0.62 mm at its longest')
})

test.each([
  ['first', undefined, of(100)],
  ['same', of(100), of(110)],
  ['larger', of(100), of(130)],
  ['smaller', of(100), of(75)],
] as const)('[X4] a lesion is called %s by what is above the error of both', (change, before, after) => {
  expect(changeSince(before, after)).toBe(change)
})
