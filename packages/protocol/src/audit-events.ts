import * as z from 'zod/mini'
import { consentKindSchema } from './consent-texts.ts'
import { errorCodeSchema } from './errors.ts'
import {
  caseIdSchema,
  fileIdSchema,
  messageIdSchema,
  noteIdSchema,
  personIdSchema,
  photoIdSchema,
  questionIdSchema,
  scoreIdSchema,
  visitIdSchema,
} from './ids.ts'
import { ACTING_ROLES, companionRoleSchema, roleSchema } from './roles.ts'
import { endReasonSchema } from './socket/events.ts'

/** As what somebody acted; `system` is a timer or the command line. */
export const auditRoleSchema = z.enum([...ACTING_ROLES, 'system'])
export type AuditRole = z.infer<typeof auditRoleSchema>

/** The name of a permission or of a setting: a word of the program, never one of a person. */
const programName = z.string().check(z.regex(/^[a-z][A-Za-z0-9]*([._][A-Za-z0-9]+)*$/), z.maxLength(64))
const count = z.int().check(z.nonnegative())
const epochMs = count
const anyId = z.uuid()
/** What the vault made of a person's words, bound to table `audit`, row `object`, column `sealed_text`. */
const sealedText = z.base64().check(z.minLength(1), z.maxLength(16_384))

const factor = z.enum(['totp', 'passkey', 'recovery_codes'])
/** Which part of a patient's record. */
export const recordPartSchema = z.enum([
  'profile',
  'contacts',
  'visits',
  'requests',
  'readers',
  'background',
  'consents',
  'questions',
])
export type RecordPart = z.infer<typeof recordPartSchema>

export const visitPartSchema = z.enum(['record', 'board'])
export const casePartSchema = z.enum(['case', 'photos', 'notes', 'timeline', 'measurements', 'scores'])

const variant = <E extends string, S extends z.ZodMiniType, O extends z.ZodMiniType, D extends Details>(
  event: E,
  { subject, object, details }: { subject: S; object: O; details: D },
) =>
  z.strictObject({
    event: z.literal(event),
    /** Who did it; null for a timer, the command line, and those who are not known. */
    actor: z.nullable(personIdSchema),
    actorRole: auditRoleSchema,
    /** The patient whom it concerns. */
    subject,
    /** What it was done to or with: a session, an account's person, a visit, a file … */
    object,
    details: z.strictObject(details),
  })
type Details = Record<string, z.ZodMiniType>

const patient = personIdSchema
const maybePatient = z.nullable(personIdSchema)
const none = z.null()

/** Something that is about nobody's record. */
const about = <E extends string, O extends z.ZodMiniType, D extends Details>(
  event: E,
  object: O,
  details: D,
) => variant(event, { subject: none, object, details })

/** Something about a patient's record; without a patient where guests met. */
const inRecord = <E extends string, O extends z.ZodMiniType, D extends Details>(
  event: E,
  object: O,
  details: D,
) => variant(event, { subject: maybePatient, object, details })

/**
 * Every event of the audit log (B14), as a closed union: ids, enums and numbers only, so that the log names
 * nobody and can be read by those who may read no record. What a person wrote is carried sealed.
 * A variant is never changed once released, since rows of it are kept for ever: a new one is added.
 *
 * Codes are those of the DICOM audit message (PS3.15 A.5, PS3.16 CID 400 and 401), which IHE ATNA and FHIR
 * AuditEvent (`type`, `subtype`) use as well.
 */
export const auditEventSchema = z.discriminatedUnion('event', [
  // User Authentication (110114): Login (110122), Logout (110123). The object is the session.
  about('session.opened', anyId, {
    method: z.enum([
      'name',
      'password',
      'passkey',
      'oidc',
      'magic_link',
      'setup',
      'invitation',
      'interpreter_link',
      'relative_link',
    ]),
    secondFactor: z.enum(['none', 'totp', 'passkey', 'recovery_code', 'external']),
  }),
  // The actor is the account that was tried, where there is one; what was typed is kept nowhere.
  about('session.failed', none, {
    step: z.enum(['password', 'second_factor', 'passkey', 'oidc', 'magic_link', 'reauthentication']),
    reason: z.enum(['unknown', 'wrong', 'replayed', 'expired', 'disabled', 'too_fast']),
  }),
  about('session.closed', anyId, { reason: z.enum(['signed_out', 'idle', 'too_old']) }),
  about('session.revoked', anyId, {
    cause: z.enum([
      'by_owner',
      'by_administrator',
      'roles_changed',
      'password_changed',
      'disabled',
      'erased',
    ]),
  }),

  // Security Alert (110113): Security Roles Changed (110136), User Security Attributes Changed (110137).
  // The object is the person of the account.
  about('setup.done', anyId, {}),
  about('invitation.made', anyId, { roles: z.array(roleSchema) }),
  about('invitation.used', anyId, { person: personIdSchema }),
  about('invitation.withdrawn', anyId, {}),
  about('visit_link.made', anyId, { wished: z.enum(['any', 'doctor']) }),
  about('visit_link.withdrawn', anyId, {}),
  about('account.made', personIdSchema, { by: z.enum(['setup', 'invitation', 'sign_up', 'oidc', 'demo']) }),
  about('account.roles_changed', personIdSchema, { before: z.array(roleSchema), after: z.array(roleSchema) }),
  about('account.disabled', personIdSchema, {}),
  about('account.enabled', personIdSchema, {}),
  about('second_factor.enrolled', personIdSchema, { factor }),
  about('second_factor.removed', personIdSchema, { factor }),
  about('second_factor.recovery_used', personIdSchema, { left: count }),
  about('password.changed', personIdSchema, {}),
  about('password.reset_asked', personIdSchema, {}),
  about('password.reset', personIdSchema, {}),
  about('hospital_login.bound', personIdSchema, {}),
  about('hospital_login.unbound', personIdSchema, {}),

  // Patient Record (110110), action Read.
  variant('record.read', { subject: patient, object: none, details: { part: recordPartSchema } }),
  // A whole e-mail address was looked for among the patients; the subject is the one found.
  variant('patient.searched', { subject: maybePatient, object: none, details: {} }),

  // Procedure Record (110111). The object is the visit, or what was kept of it.
  inRecord('visit.opened', visitIdSchema, { from: z.enum(['lobby', 'request']) }),
  inRecord('visit.joined', visitIdSchema, {}),
  inRecord('visit.invited', visitIdSchema, { person: personIdSchema }),
  // The actor is whoever was asked whether that person may come.
  inRecord('visit.consented', visitIdSchema, { person: personIdSchema, allowed: z.boolean() }),
  inRecord('visit.left', visitIdSchema, {}),
  inRecord('visit.link_made', visitIdSchema, { as: companionRoleSchema }),
  inRecord('visit.link_withdrawn', visitIdSchema, { as: companionRoleSchema }),
  // The actor is who came with it, and not in the room yet.
  inRecord('visit.link_used', visitIdSchema, { as: companionRoleSchema }),
  inRecord('visit.locked', visitIdSchema, {}),
  inRecord('visit.unlocked', visitIdSchema, {}),
  inRecord('visit.ended', visitIdSchema, { reason: endReasonSchema }),
  inRecord('visit.reopened', visitIdSchema, {}),
  inRecord('visit.read', visitIdSchema, { part: visitPartSchema }),
  inRecord('message.kept', messageIdSchema, { visit: visitIdSchema }),
  inRecord('board.kept', visitIdSchema, { revision: count }),
  inRecord('file.kept', fileIdSchema, { visit: visitIdSchema }),
  inRecord('file.read', fileIdSchema, { visit: visitIdSchema }),

  // Patient Record (110110). The object is the case; `entry` is what in it was added or changed.
  variant('case.opened', { subject: patient, object: caseIdSchema, details: {} }),
  variant('case.read', { subject: patient, object: caseIdSchema, details: { part: casePartSchema } }),
  variant('case.changed', {
    subject: patient,
    object: caseIdSchema,
    details: {
      what: z.enum([
        'closed',
        'reopened',
        'lesion',
        'diagnosis',
        'diagnosis_end',
        'treatment',
        'treatment_stop',
        'note',
        'note_removed',
      ]),
      entry: z.nullable(anyId),
    },
  }),

  // Patient Record (110110). The object is the photograph; the small ones are read with the list of the case.
  variant('photo.kept', { subject: patient, object: photoIdSchema, details: { case: caseIdSchema } }),
  variant('photo.read', {
    subject: patient,
    object: photoIdSchema,
    details: { case: caseIdSchema, rendition: z.enum(['screen', 'original']) },
  }),
  variant('photo.retake_asked', {
    subject: patient,
    object: photoIdSchema,
    details: { case: caseIdSchema, why: z.enum(['blurred', 'light', 'framing', 'scale', 'other']) },
  }),
  variant('photo.measured', {
    subject: patient,
    object: photoIdSchema,
    details: { case: caseIdSchema, revision: count },
  }),
  // Patient Record (110110). The object is the score; `series` says whether a doctor or the patient has answered.
  variant('score.kept', {
    subject: patient,
    object: scoreIdSchema,
    details: {
      case: caseIdSchema,
      series: z.enum(['doctor', 'patient']),
      replaces: z.nullable(scoreIdSchema),
    },
  }),
  // The object is what the patient is asked; the answer is a score that is kept.
  variant('question.asked', { subject: patient, object: questionIdSchema, details: { case: caseIdSchema } }),
  variant('question.withdrawn', {
    subject: patient,
    object: questionIdSchema,
    details: { case: caseIdSchema },
  }),
  // `hash` is the SHA-256, in base64, of all that the signature stands for: the log says what was signed.
  variant('note.signed', {
    subject: patient,
    object: caseIdSchema,
    details: { note: noteIdSchema, hash: z.base64().check(z.maxLength(44)) },
  }),
  // Allergies, medicines and history of the patient, as a whole each time.
  variant('background.kept', { subject: patient, object: none, details: { revision: count } }),

  // `hash` is the SHA-256, in base64, of the words that were answered.
  variant('consent.answered', {
    subject: patient,
    object: none,
    details: {
      kind: consentKindSchema,
      answer: z.enum(['yes', 'no']),
      version: count,
      hash: z.base64().check(z.maxLength(44)),
    },
  }),

  // `doctor` is whom it was offered to, or who took part or no longer does; the actor answered or took over.
  variant('case.passed', {
    subject: patient,
    object: caseIdSchema,
    details: {
      step: z.enum([
        'offered',
        'withdrawn',
        'accepted',
        'declined',
        'taken_over',
        'member_added',
        'member_removed',
      ]),
      doctor: personIdSchema,
    },
  }),
  about('case.listed', none, {}),

  // Order Record (110109). The object is the request for a visit (B1).
  variant('request.made', {
    subject: patient,
    object: anyId,
    details: { wished: z.enum(['any', 'doctor']), urgent: z.boolean() },
  }),
  variant('request.accepted', { subject: patient, object: anyId, details: {} }),
  variant('request.cancelled', { subject: patient, object: anyId, details: {} }),

  // Security Alert (110113): Use of Restricted Function (110132), without success.
  inRecord('access.refused', z.nullable(anyId), {
    permission: programName,
    relation: z.enum(['owner', 'related', 'unrelated', 'unknown']),
    code: errorCodeSchema,
  }),

  // Security Alert (110113): Emergency Override Started (110127), Stopped (110138); v3-ActReason BTG.
  // The object is the break-glass access (X7).
  z.extend(variant('break_glass.opened', { subject: patient, object: anyId, details: { minutes: count } }), {
    sealedText,
  }),
  variant('break_glass.closed', { subject: patient, object: anyId, details: {} }),
  variant('break_glass.reviewed', {
    subject: patient,
    object: anyId,
    details: { verdict: z.enum(['justified', 'unjustified', 'unclear']) },
  }),

  // Security Alert (110113): Software Configuration (110131), Object Security Attributes Changed (110135).
  about('settings.changed', none, { key: programName }),
  about('key.rotated', none, { keys: count }),

  // Export (110106), Import (110107); ISO 21089 lifecycle `destroy` for the erasure.
  variant('person.erased', { subject: patient, object: none, details: {} }),
  about('backup.made', none, { files: count, bytes: count }),
  about('backup.restored', none, { files: count, bytes: count }),

  // Audit Log Used (110101). Who was looked for is the subject and `details.actor`.
  inRecord('audit.searched', none, {
    actor: z.nullable(personIdSchema),
    from: z.nullable(epochMs),
    until: z.nullable(epochMs),
  }),
  inRecord('audit.exported', none, {
    actor: z.nullable(personIdSchema),
    from: z.nullable(epochMs),
    until: z.nullable(epochMs),
    format: z.enum(['csv', 'ndjson']),
  }),
])
export type AuditEvent = z.infer<typeof auditEventSchema>
export type AuditEventName = AuditEvent['event']

export const auditEventNameSchema = z.literal(
  auditEventSchema.def.options.flatMap(({ shape }): AuditEventName[] => shape.event.def.values),
)
export type AuditEventOf<N extends AuditEventName> = Extract<AuditEvent, { event: N }>
