import { auditEventSchema, personIdSchema, type AuditEvent } from '@visita/protocol'
import * as z from 'zod/mini'
import { describe, expect, it } from 'vitest'
import log from '../../locales/en/log.json'
import roles from '../../locales/en/roles.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { aPerson } from '../../platform/testing/samples.ts'
import { EVENT_GROUPS } from './event-groups.ts'
import { sentenceOf } from './sentences.ts'

const ada = aPerson(1)
const nameOf = (id: string): string | null => (id === ada.id ? 'Ada' : null)

addTexts('log', log)
addTexts('roles', roles)
const t = useTexts('log')

const schemaSchema = z.looseObject({
  def: z.looseObject({
    type: z.string(),
    format: z.optional(z.string()),
    entries: z.optional(z.record(z.string(), z.string())),
    values: z.optional(z.array(z.unknown())),
    innerType: z.optional(z.unknown()),
    element: z.optional(z.unknown()),
  }),
})

/** Every value that a part of an event can have, as far as a text may depend on it. */
function valuesOf(schema: unknown): unknown[] {
  const { def } = schemaSchema.parse(schema)
  switch (def.type) {
    case 'enum':
      return Object.values(def.entries ?? {})
    case 'literal':
      return def.values ?? []
    case 'nullable':
      return [null, ...valuesOf(def.innerType)]
    case 'array':
      return [valuesOf(def.element)]
    case 'boolean':
      return [true, false]
    case 'null':
      return [null]
    case 'number':
      return [1_700_000_000_000]
    case 'string':
      return [TEXTS[def.format ?? ''] ?? 'lobby']
    default:
      throw new Error(`a ${def.type} has no sample`)
  }
}
const TEXTS: Record<string, string> = { base64: 'AAAA', guid: ada.id, uuid: ada.id }

const first = (shape: object) =>
  Object.fromEntries(Object.entries(shape).map(([part, schema]) => [part, valuesOf(schema)[0]]))

/** One event for each value of each of its details. */
function samples(): [string, AuditEvent][] {
  return auditEventSchema.def.options.flatMap((option) => {
    const { details, ...rest } = option.shape
    const event = { ...first(rest), actor: ada.id }
    const fields: [string, unknown][] = Object.entries(details.def.shape)
    const variants = fields.flatMap(([field, schema]) =>
      valuesOf(schema).map((value) => ({ [field]: value })),
    )
    return [{}, ...variants].map((variant): [string, AuditEvent] => {
      const sample = auditEventSchema.parse({
        ...event,
        details: { ...first(details.def.shape), ...variant },
      })
      return [`${sample.event} ${JSON.stringify(variant)}`, sample]
    })
  })
}

describe('[B14] the events of the log', () => {
  it.each(samples())('%s is told in a whole sentence', (_what, event) => {
    const sentence = sentenceOf(event, nameOf, t)
    expect(sentence).toMatch(/^\p{Lu}.*\.$/u)
    expect(sentence).not.toMatch(/[{}]|events\.|_|undefined|null/)
    expect(t(`events.${event.event}.name`)).not.toContain('events.')
  })

  it('are each offered in one group, which has a name', () => {
    const offered = EVENT_GROUPS.flatMap(({ events }) => events)
    const all = auditEventSchema.def.options.flatMap(({ shape }) => shape.event.def.values)
    expect(offered.toSorted()).toEqual(Array.from(all).toSorted())
    for (const { group } of EVENT_GROUPS) expect(t(`groups.${group}`)).not.toContain('groups.')
  })

  it('tell of who is not known by the number alone', () => {
    const event = auditEventSchema.parse({
      event: 'account.disabled',
      actor: ada.id,
      actorRole: 'administrator',
      subject: null,
      object: personIdSchema.parse('0b2f4c1e-7a55-4d3e-9c39-0c2f4f3f1b7a'),
      details: {},
    })
    expect(sentenceOf(event, nameOf, t)).toBe('Ada closed the account of person 0b2f4c1e.')
  })

  it('say what the server did by itself', () => {
    const event = auditEventSchema.parse({
      event: 'backup.made',
      actor: null,
      actorRole: 'system',
      subject: null,
      object: null,
      details: { files: 3, bytes: 2_500_000 },
    })
    expect(sentenceOf(event, nameOf, t)).toBe('The server made a backup: 3 files, 2.5 MB.')
  })
})
