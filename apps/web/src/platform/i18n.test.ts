import { expect, it } from 'vitest'
import ended from '../locales/en/ended.json'
import { addTexts, textFor, useTexts } from './i18n.ts'

addTexts('ended', ended)
const t = useTexts('ended')

it('puts values into a text as they are', () => {
  const name = String.raw`Ana {count} <b> \u202e`
  expect(t('kept.download', { name })).toBe(`Download ${name}`)
})

it('takes the form of the number that the language has', () => {
  expect([t('minutes', { count: 1 }), t('minutes', { count: 0 }), t('minutes', { count: 12 })]).toEqual([
    '1 minute',
    '0 minutes',
    '12 minutes',
  ])
})

it('takes the first key that there is, of another namespace too', () => {
  expect(t(['problem.too_fast', 'problem.other'], { name: 'Ana' })).toBe(t('problem.other', { name: 'Ana' }))
  expect(t(['problem.nothing', 'errors:offline'])).toBe(useTexts('errors')('offline'))
})

it('shows the key where there is no text, and for a group of texts', () => {
  expect([t('kept'), t('kept.constructor'), textFor('nowhere:title')]).toEqual([
    'kept',
    'kept.constructor',
    'nowhere:title',
  ])
})
