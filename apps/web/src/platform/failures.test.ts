import { describe, expect, it } from 'vitest'
import sound from '../locales/en/sound.json'
import visit from '../locales/en/visit.json'
import { FAILURES } from './failures.ts'
import { addTexts, textFor } from './i18n.ts'

addTexts('sound', sound)
addTexts('visit', visit)

const VALUES = { name: 'Bernard Rieux', seconds: 7, count: 1, number: 1, how: 'Press the sign there.' }

describe('[B6] everything that can fail', () => {
  it.each(Object.entries(FAILURES))('is said in plain words, with what to do: %s', (_code, { text }) => {
    const words = textFor(text, VALUES)
    // A missing text would come back as its key.
    expect(words).not.toBe(text)
    // Less than this says what happened or what to do, and not both.
    expect(words.split(' ').length).toBeGreaterThanOrEqual(9)
    // The name of a code is no word of the language.
    expect(words).not.toMatch(/[a-z]_[a-z]/)
    // A number is for who looks after the clinic's network, who knows ports by theirs.
    expect(words).not.toMatch(/\b(error|exception|undefined|null|socket|ice|webrtc|(?<!port )\d{3})\b/i)
  })
})
