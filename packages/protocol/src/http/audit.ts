import * as z from 'zod/mini'
import {
  auditEventNameSchema,
  auditEventSchema,
  auditRoleSchema,
  casePartSchema,
  recordPartSchema,
  visitPartSchema,
} from '../audit-events.ts'
import { caseIdSchema, personIdSchema, visitIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'

const epochMs = z.int().check(z.nonnegative())
const seq = z.int().check(z.positive())

/** A number as it stands in an address. */
const asText = (number: z.ZodMiniType<number, number>) =>
  z.pipe(z.pipe(z.string().check(z.regex(/^\d{1,16}$/)), z.transform(Number)), number)
/** With commas between them, as they stand in an address. */
const eventNames = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(4_096)),
    z.transform((text: string) => text.split(',')),
  ),
  z.array(auditEventNameSchema),
)

/** What is looked for in the audit log. All that is given must fit; `from` is included, `until` is not. */
export const auditFilterSchema = z.object({
  from: z.optional(asText(epochMs)),
  until: z.optional(asText(epochMs)),
  events: z.optional(eventNames),
  actor: z.optional(personIdSchema),
  subject: z.optional(personIdSchema),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

/** GET /api/audit: the newest events first; `before` goes on where the last page ended. */
export const auditQuerySchema = z.extend(auditFilterSchema, { before: z.optional(asText(seq)) })

export const auditPageSchema = z.object({
  entries: z.array(
    z.object({
      seq,
      /** Null where somebody made of it what is no time. */
      at: z.nullable(epochMs),
      /** Null where the row is not as Visita wrote it: it was changed. */
      event: z.nullable(auditEventSchema),
    }),
  ),
  /** Those who acted and are still known. */
  actors: z.array(participantSchema),
  /** What to ask for as `before` next; null at the end. */
  next: z.nullable(seq),
})
export type AuditPage = z.infer<typeof auditPageSchema>

/** GET /api/audit/people: those who work here and can be looked for, and so no patient. */
export const auditPeopleSchema = z.object({ people: z.array(participantSchema) })

/**
 * What is wrong with an event of the log. `changed`: it is not what its hash was made of. `missing`: its number
 * is not there, and a later one is. `unchained`: it does not follow the one before, so one of the two was
 * replaced. `cut`: it and all after it are gone. `added`: the head knows nothing of it. `replaced`: it is
 * another than the head or an anchor says. `headless`: there is no head to compare with.
 */
export const chainFaultSchema = z.enum([
  'changed',
  'missing',
  'unchained',
  'cut',
  'added',
  'replaced',
  'headless',
])
export type ChainFault = z.infer<typeof chainFaultSchema>

/** GET /api/audit/check: whether the log is as it was written (C33). */
export const auditCheckSchema = z.object({
  verdict: z.discriminatedUnion('whole', [
    /** `anchored`: up to which event an anchor vouches for the log; 0 without one. */
    z.object({ whole: z.literal(true), events: z.int(), anchored: z.int() }),
    /** `seq`: the first event that is wrong. */
    z.object({ whole: z.literal(false), seq: z.int(), fault: chainFaultSchema }),
  ]),
  /** Lines of the anchor file that cannot be read, or belong to another installation. */
  damaged: z.int(),
})
export type AuditCheck = z.infer<typeof auditCheckSchema>

/** GET /api/audit/export: the oldest events first, as a file. NDJSON has every column, so that it can be verified. */
export const auditFormatSchema = z.enum(['csv', 'ndjson'])
export type AuditFormat = z.infer<typeof auditFormatSchema>
export const auditExportQuerySchema = z.extend(auditFilterSchema, { format: auditFormatSchema })

/** GET /api/record/readers: who else read one's own record, the newest first (X7). */
export const readersQuerySchema = z.object({ before: z.optional(asText(seq)) })
export const readersPageSchema = z.object({
  reads: z.array(
    z.object({
      seq,
      at: epochMs,
      /** Null where they are not known any more. */
      reader: z.nullable(participantSchema),
      role: auditRoleSchema,
      what: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('record'), part: recordPartSchema }),
        z.object({ kind: z.literal('visit'), visit: visitIdSchema, part: visitPartSchema }),
        z.object({ kind: z.literal('case'), case: caseIdSchema, part: casePartSchema }),
        z.object({ kind: z.literal('photo'), case: caseIdSchema }),
        z.object({ kind: z.literal('file'), visit: visitIdSchema }),
        /** Access against the rule; `reason` is what the doctor gave for it, null where it cannot be opened. */
        z.object({ kind: z.literal('break_glass'), minutes: z.int(), reason: z.nullable(z.string()) }),
      ]),
    }),
  ),
  next: z.nullable(seq),
})
export type ReadersPage = z.infer<typeof readersPageSchema>

/** GET /api/record/readers/news: accesses against the rule since the patient last looked at who read their record. */
export const readersNewsSchema = z.object({ unseen: z.int().check(z.nonnegative()) })
