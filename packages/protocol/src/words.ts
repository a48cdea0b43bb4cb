import * as z from 'zod/mini'
import { LIMITS } from './limits.ts'

/** One line that somebody writes and that must not be empty. */
export const shortTextSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(LIMITS.shortText))

/** Sentences; may be empty. */
export const longTextSchema = z.string().check(z.trim(), z.maxLength(LIMITS.longText))

/** A day, a month or a year (FHIR `dateTime` without time): people rarely know the day on which something began. */
export const partialDateSchema = z
  .string()
  .check(z.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/))

/** A day of the calendar where its writer is. */
export const daySchema = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/))
