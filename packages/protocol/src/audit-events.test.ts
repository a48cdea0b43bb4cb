import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { type AuditEvent, type AuditEventName, auditEventSchema } from './audit-events.ts'
import { caseIdSchema, noteIdSchema, personIdSchema, visitIdSchema } from './ids.ts'

const ID = '0192f0c1-6e8d-7e5e-8c3a-9d1e0f6a5b4c'
const person = personIdSchema.parse(ID)
const visit = visitIdSchema.parse(ID)
const caseId = caseIdSchema.parse(ID)

type Rest = { [E in AuditEventName]: Pick<Extract<AuditEvent, { event: E }>, 'details'> }

/** One of each: a variant that is added without one fails to compile here. */
const DETAILS: Rest = {
  'session.opened': { details: { method: 'password', secondFactor: 'totp' } },
  'session.failed': { details: { step: 'second_factor', reason: 'replayed' } },
  'session.closed': { details: { reason: 'idle' } },
  'session.revoked': { details: { cause: 'roles_changed' } },
  'setup.done': { details: {} },
  'invitation.made': { details: { roles: ['doctor'] } },
  'invitation.used': { details: { person } },
  'invitation.withdrawn': { details: {} },
  'visit_link.made': { details: { wished: 'any' } },
  'visit_link.withdrawn': { details: {} },
  'account.made': { details: { by: 'invitation' } },
  'account.roles_changed': { details: { before: ['doctor'], after: ['doctor', 'privacy_officer'] } },
  'account.disabled': { details: {} },
  'account.enabled': { details: {} },
  'second_factor.enrolled': { details: { factor: 'totp' } },
  'second_factor.removed': { details: { factor: 'passkey' } },
  'second_factor.recovery_used': { details: { left: 7 } },
  'password.changed': { details: {} },
  'password.reset_asked': { details: {} },
  'hospital_login.bound': { details: {} },
  'hospital_login.unbound': { details: {} },
  'password.reset': { details: {} },
  'record.read': { details: { part: 'profile' } },
  'patient.searched': { details: {} },
  'visit.opened': { details: { from: 'lobby' } },
  'visit.joined': { details: {} },
  'visit.ended': { details: { reason: 'lost' } },
  'visit.invited': { details: { person } },
  'visit.consented': { details: { person, allowed: false } },
  'visit.left': { details: {} },
  'visit.link_made': { details: { as: 'interpreter' } },
  'visit.link_withdrawn': { details: { as: 'relative' } },
  'visit.link_used': { details: { as: 'interpreter' } },
  'visit.locked': { details: {} },
  'visit.unlocked': { details: {} },
  'visit.reopened': { details: {} },
  'visit.read': { details: { part: 'board' } },
  'message.kept': { details: { visit } },
  'board.kept': { details: { revision: 3 } },
  'file.kept': { details: { visit } },
  'file.read': { details: { visit } },
  'case.opened': { details: {} },
  'case.read': { details: { part: 'case' } },
  'photo.kept': { details: { case: caseId } },
  'photo.read': { details: { case: caseId, rendition: 'screen' } },
  'photo.measured': { details: { case: caseId, revision: 2 } },
  'question.asked': { details: { case: caseId } },
  'question.withdrawn': { details: { case: caseId } },
  'score.kept': { details: { case: caseId, series: 'doctor', replaces: null } },
  'photo.retake_asked': { details: { case: caseId, why: 'blurred' } },
  'case.changed': { details: { what: 'lesion', entry: ID } },
  'background.kept': { details: { revision: 2 } },
  'consent.answered': { details: { kind: 'research', answer: 'no', version: 1, hash: 'AbCd' } },
  'note.signed': { details: { note: noteIdSchema.parse(ID), hash: 'AbCd' } },
  'case.passed': { details: { step: 'offered', doctor: person } },
  'case.listed': { details: {} },
  'request.made': { details: { wished: 'any', urgent: true } },
  'request.accepted': { details: {} },
  'request.cancelled': { details: {} },
  'access.refused': { details: { permission: 'visit.read', relation: 'unrelated', code: 'not_found' } },
  'break_glass.opened': { details: { minutes: 60 } },
  'break_glass.closed': { details: {} },
  'break_glass.reviewed': { details: { verdict: 'justified' } },
  'settings.changed': { details: { key: 'lobby.mode' } },
  'key.rotated': { details: { keys: 12 } },
  'person.erased': { details: {} },
  'backup.made': { details: { files: 3, bytes: 4_096 } },
  'backup.restored': { details: { files: 3, bytes: 4_096 } },
  'audit.searched': { details: { actor: person, from: 0, until: null } },
  'audit.exported': { details: { actor: null, from: null, until: 1, format: 'csv' } },
}

const VARIANTS = auditEventSchema.def.options
function nameOf(variant: (typeof VARIANTS)[number]): AuditEventName {
  const [name] = variant.shape.event.def.values
  if (name === undefined) throw new Error('a variant without a name')
  return name
}

/** Filled in with an id wherever the variant asks for one. */
const aSample = (variant: (typeof VARIANTS)[number]): Record<string, unknown> => ({
  event: nameOf(variant),
  actor: ID,
  actorRole: 'doctor',
  subject: variant.shape.subject.safeParse(ID).success ? ID : null,
  object: variant.shape.object.safeParse(ID).success ? ID : null,
  ...DETAILS[nameOf(variant)],
  ...('sealedText' in variant.shape ? { sealedText: 'AbCd' } : {}),
})

describe('[B14] an audit event', () => {
  it.each(VARIANTS.map((variant) => [nameOf(variant), variant] as const))(
    '%s is kept as it was written, and with nothing more than its variant has',
    (_name, variant) => {
      const sample = aSample(variant)
      expect(auditEventSchema.parse(JSON.parse(JSON.stringify(sample)))).toEqual(sample)
      expect(auditEventSchema.safeParse({ ...sample, name: 'Maria Alves' }).success).toBe(false)
      const details = { ...DETAILS[nameOf(variant)].details, name: 'Maria Alves' }
      expect(auditEventSchema.safeParse({ ...sample, details }).success).toBe(false)
    },
  )

  it('has its own name among all events', () => {
    const names = VARIANTS.map(nameOf)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(names)).toEqual(new Set(Object.keys(DETAILS)))
  })

  it('has no field that a name or a sentence could go into', () => {
    const words = ['Maria Alves da Silva', 'maria@example.org', 'It itches since Monday.', '+351 912 345 678']
    for (const variant of VARIANTS) {
      for (const [path, schema] of leavesOf(variant, nameOf(variant))) {
        const taken = words.filter((word) => z.safeParse(schema, word).success)
        expect({ path, taken }).toEqual({ path, taken: [] })
      }
    }
  })

  it.each([
    ['without the patient', { subject: null }],
    ['without words', { sealedText: '' }],
    ['with words in the clear', { sealedText: 'She lay unconscious' }],
  ])('a break-glass is refused %s', (_, change) => {
    const opened = {
      event: 'break_glass.opened',
      actor: ID,
      actorRole: 'doctor',
      subject: ID,
      object: ID,
      sealedText: 'AbCd',
      details: { minutes: 60 },
    }
    expect(auditEventSchema.safeParse(opened).success).toBe(true)
    expect(auditEventSchema.safeParse({ ...opened, ...change }).success).toBe(false)
  })
})

/** Every schema in `schema` that holds no other, with the way to it. */
function leavesOf(schema: z.core.$ZodType, path: string): [string, z.core.$ZodType][] {
  if (schema instanceof z.ZodMiniObject) {
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([key, part]) =>
      leavesOf(part, `${path}.${key}`),
    )
  }
  if (schema instanceof z.ZodMiniArray) return leavesOf(schema.def.element, `${path}[]`)
  if (schema instanceof z.ZodMiniNullable) return leavesOf(schema.def.innerType, path)
  return [[path, schema]]
}
