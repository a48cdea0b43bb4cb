import { personIdSchema, roleSchema, type AuditEvent, type PersonId } from '@visita/protocol'
import type { Translate } from '../../platform/i18n.ts'

/** Null for who is not known by name. */
export type NameOf = (id: PersonId) => string | null

/** An event in one plain sentence: who did what. */
export function sentenceOf(event: AuditEvent, nameOf: NameOf, t: Translate): string {
  const path = `events.${event.event}`
  const words = Object.entries<unknown>(event.details).map(([detail, value]) => [
    detail,
    wordsOf(value, `${path}.${detail}`, nameOf, t),
  ])
  const whom = personIdSchema.safeParse(event.object)
  return t(`${path}.text`, {
    who: actorIn(event, nameOf, t),
    whom: whom.success ? personIn(whom.data, nameOf, t) : '',
    ...Object.fromEntries(words),
  })
}

/** Enough of a number to tell two apart by eye; the whole of it stands beside. */
export const shortNumber = (id: string): string => id.slice(0, 8)

export function actorIn({ actor, actorRole }: AuditEvent, nameOf: NameOf, t: Translate): string {
  if (actor !== null) return personIn(actor, nameOf, t)
  return t(actorRole === 'system' ? 'who.system' : 'who.nobody')
}

const personIn = (id: PersonId, nameOf: NameOf, t: Translate): string =>
  nameOf(id) ?? t('who.number', { number: shortNumber(id) })

/** A word of a closed list has a text; a name, a number or a time is shown as it is, or within the text `given`. */
function wordsOf(value: unknown, path: string, nameOf: NameOf, t: Translate): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map((role) => t(`roles:${roleSchema.parse(role)}.name`)).join(', ')
  const person = personIdSchema.safeParse(value)
  if (person.success) return textOr(t, `${path}.given`, personIn(person.data, nameOf, t))
  if (typeof value === 'number') return textOr(t, `${path}.given`, numberIn(value, path))
  const word = typeof value === 'string' ? value : JSON.stringify(value)
  return textOr(t, `${path}.${word}`, word)
}

function numberIn(value: number, path: string): string {
  if (/\.(from|until)$/.test(path)) return timeIn(value)
  if (path.endsWith('.bytes')) return (value / 1e6).toLocaleString([], { maximumFractionDigits: 1 })
  return value.toLocaleString()
}

export const timeIn = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' })

/** A text that is missing reads as its own key. */
function textOr(t: Translate, key: string, value: string): string {
  const text = t(key, { value })
  return text.endsWith(key) ? value : text
}
