import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayNameProblem, displayNameSchema, knownNameSchema, tidyDisplayName } from './display-name.ts'
import { LIMITS } from './limits.ts'

/* Characters are written as escapes where they would not show. */
const ZWJ = '\u200d'
const RIGHT_TO_LEFT_OVERRIDE = '\u202e'

describe('[A3] a name is taken', () => {
  it.each([
    ['Portuguese', 'Conceição Évora'],
    ['Chinese', '欧阳娜娜欧阳修欧阳询'],
    ['Arabic', 'عبد الرحمن منيف'],
    ['Persian with a zero-width non-joiner', 'علی\u200cرضا قربانی'],
    ['Hindi with a zero-width joiner', `हरिवंश राय बच्चन क्${ZWJ}षत्रिय`],
    ['Hebrew', 'שמואל יוסף עגנון'],
    ['Thai', 'สมเด็จพระนเรศวรมหาราช'],
    ['Vietnamese, decomposed', 'Nguyễn Thị Phương'.normalize('NFD')],
    ['letters and a family of emoji', `Dr Rieux 👨‍👩‍👧`],
    ['emoji alone', '😀'.repeat(LIMITS.displayName.min)],
    ['with an apostrophe, a hyphen and a full stop', 'Dr. Anne-Marie O’Brien'],
  ])('in %s', (_, name) => {
    expect(displayNameProblem(name)).toBeNull()
    expect(displayNameSchema.parse(name)).toBe(name.normalize('NFC'))
  })

  it('at both ends of the permitted length, counted without the spaces around it', () => {
    const { min, max } = LIMITS.displayName
    expect(displayNameProblem(`  ${'a'.repeat(min)}  `)).toBeNull()
    expect(displayNameProblem(` ${'a'.repeat(min - 1)} `)).toBe('too_short')
    expect(displayNameProblem('a'.repeat(max))).toBeNull()
    expect(displayNameProblem('a'.repeat(max + 1))).toBe('too_long')
  })

  it('with its spaces folded into one', () => {
    expect(displayNameSchema.parse('\t Bernard \u00a0\u3000 Rieux \n')).toBe('Bernard Rieux')
  })

  it('and equals the same name typed on a device that decomposes accents', () => {
    expect(tidyDisplayName('Conceic\u0327a\u0303o')).toBe('Conceição')
  })
})

describe('[A3] a name is refused', () => {
  it.each([
    ['nothing', '', 'too_short'],
    ['spaces alone', ' '.repeat(20), 'too_short'],
    ['spaces between few letters', 'a                b', 'too_short'],
    ['one emoji of eleven code points', '🧑🏽‍❤️‍💋‍🧑🏿', 'too_short'],
    ['letters that joiners only seem to make longer', `a${ZWJ.repeat(20)}`, 'too_short'],
    ['letters under piles of marks', 'Ź\u0353\u0318'.repeat(30), 'too_long'],
    ['a line break inside', 'Bernard\nRieux', 'control_character'],
    ['a tab inside', 'Bernard\tRieux', 'control_character'],
    ['a NUL', 'Bernard\0Rieux', 'control_character'],
    ['a terminal escape', 'Bernard\u001b[31mRieux', 'control_character'],
    ['a line separator', 'Bernard\u2028Rieux', 'control_character'],
    ['a right-to-left override', `Doctor ${RIGHT_TO_LEFT_OVERRIDE}xueiR`, 'direction_override'],
    ['an isolate', 'Doctor \u2067Rieux\u2069', 'direction_override'],
    ['a direction mark at its end', 'Doctor Rieux\u200f', 'direction_override'],
    [
      'an override and a control: the more telling is named',
      `Doctor\0${RIGHT_TO_LEFT_OVERRIDE}`,
      'direction_override',
    ],
    ['a zero-width space', 'Bernard\u200bRieux', 'invisible_character'],
    ['a soft hyphen', 'Bernard\u00adRieux', 'invisible_character'],
    ['a byte order mark inside', 'Bernard\ufeffRieux', 'invisible_character'],
    ['a Hangul filler', 'Bernard\u3164Rieux', 'invisible_character'],
    ['blank Braille', '\u2800'.repeat(12), 'invisible_character'],
    ['a lone surrogate', 'Bernard\ud83dRieux', 'invisible_character'],
    ['a private character', 'Bernard\ue000Rieux', 'invisible_character'],
  ])('for %s', (_, name, problem) => {
    expect(displayNameProblem(name)).toBe(problem)
    expect(displayNameSchema.safeParse(name).error?.issues.map(({ message }) => message)).toEqual([problem])
  })

  it('without being looked through when it is far too long', () => {
    const parsed = displayNameSchema.safeParse('a'.repeat(1_001))
    expect(parsed.error?.issues[0]?.message).toBe('too_long')
  })

  it.each([[null], [7], [['Bernard Rieux']], [{ name: 'Bernard Rieux' }]])('for being %j', (name) => {
    expect(displayNameSchema.safeParse(name).success).toBe(false)
  })
})

describe('[A3] whatever is typed', () => {
  const letters = fc.constantFrom(
    ...Array.from('aZé9ß漢字かなعلיक्षñ👩🏽😀\u0301\u0327\u200c\u200d\u00a0\u3000 -’.'),
  )
  const nasty = fc.oneof(
    fc.constantFrom('\0', '\n', '\u202e', '\u200b', '\ufeff', '\ud800', '\udc00', '\u2028', '\u3164'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const typed = fc
    .tuple(
      fc.array(letters, { minLength: 5, maxLength: 70, size: 'max' }),
      fc.option(fc.tuple(nasty, fc.nat(70)), { freq: 2 }),
    )
    .map(([characters, intruder]) => {
      if (intruder) characters.splice(intruder[1], 0, intruder[0])
      return characters.join('')
    })

  it('an accepted name is stable, and holds no control, override, lone surrogate or double space', () => {
    let accepted = 0
    fc.assert(
      fc.property(typed, (raw) => {
        const parsed = displayNameSchema.safeParse(raw)
        expect(parsed.success).toBe(displayNameProblem(raw) === null)
        if (!parsed.success) return
        accepted += 1
        const name = parsed.data
        expect(tidyDisplayName(name)).toBe(name)
        expect(displayNameSchema.parse(name)).toBe(name)
        expect(name).toBe(name.trim())
        expect(name).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]| {2}/u)
        expect(Array.from(name).length).toBeLessThanOrEqual(LIMITS.displayName.max)
      }),
      { seed: 3, numRuns: 2_000 },
    )
    // Otherwise nothing would have been looked at.
    expect(accepted).toBeGreaterThan(200)
  })

  it('tidying twice is tidying once', () => {
    fc.assert(
      fc.property(typed, (raw) => {
        expect(tidyDisplayName(tidyDisplayName(raw))).toBe(tidyDisplayName(raw))
      }),
      { seed: 3, numRuns: 2_000 },
    )
  })
})

it('[B34] somebody whom the clinic has named may have a short name, and no other liberty', () => {
  expect(knownNameSchema.parse(' Bo Li ')).toBe('Bo Li')
  expect(knownNameSchema.safeParse('B').error?.issues.map((issue) => issue.message)).toEqual(['too_short'])
  expect(knownNameSchema.safeParse('Bo\u202eLi').success).toBe(false)
})
