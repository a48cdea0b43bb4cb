import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'

export const DISPLAY_NAME_PROBLEMS = [
  'too_short',
  'too_long',
  'control_character',
  'direction_override',
  'invisible_character',
] as const
export type DisplayNameProblem = (typeof DISPLAY_NAME_PROBLEMS)[number]

/* Bidi_Control covers the marks, embeddings, overrides and isolates of UAX #9: any of them can make one
   person's name read as another's. */
const DIRECTION_CONTROL = /\p{Bidi_Control}/u
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u
/* ZWNJ and ZWJ are spelling in Persian, Hindi and in emoji, so they stay; the other format characters,
   lone surrogates and private use show nothing or something else on every device. */
const INVISIBLE = /[\p{Cs}\p{Co}\p{Cn}]|(?![\u200c\u200d])\p{Cf}|[\u115f\u1160\u3164\uffa0\u2800]/u

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Trims, folds runs of spaces and normalises to NFC, so that equal-looking names are equal. */
export function tidyDisplayName(raw: string): string {
  return raw
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ')
}

/** What is wrong with a name as typed, the most telling problem first; `null` when it is fine. */
export function displayNameProblem(
  raw: string,
  min: number = LIMITS.displayName.min,
): DisplayNameProblem | null {
  const name = tidyDisplayName(raw)
  if (DIRECTION_CONTROL.test(name)) return 'direction_override'
  if (CONTROL.test(name)) return 'control_character'
  if (INVISIBLE.test(name)) return 'invisible_character'
  // The maximum counts code points: a single grapheme can be made arbitrarily long with combining marks.
  if (Array.from(name).length > LIMITS.displayName.max) return 'too_long'
  if (Array.from(characters.segment(name)).length < min) return 'too_short'
  return null
}

const nameSchema = (min: number) =>
  z.pipe(
    z.string().check(z.maxLength(1_000, 'too_long' satisfies DisplayNameProblem)),
    z.transform((raw: string, context) => {
      const problem = displayNameProblem(raw, min)
      if (problem === null) return tidyDisplayName(raw)
      context.issues.push({ code: 'custom', message: problem, input: raw })
      return z.NEVER
    }),
  )

/** Parses what a person typed into the name that others see; the issue's message is a DisplayNameProblem. */
export const displayNameSchema = nameSchema(LIMITS.displayName.min)

/** The same for somebody whom the clinic knows and has named itself: a short name of theirs is a name. */
export const knownNameSchema = nameSchema(LIMITS.knownName)
