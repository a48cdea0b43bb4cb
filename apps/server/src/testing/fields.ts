import * as z from 'zod'
import type { RouteEntry } from '../platform/route-table.ts'

/**
 * What a place for a value takes: the id of something, a token that admits, words of a person, or one of a closed
 * set of values that say nothing of anybody.
 */
type FieldKind = 'id' | 'token' | 'text' | 'closed'

export interface Field {
  /** Such as `body.roles[]`; `{}` stands for any key. */
  path: string
  kind: FieldKind
}

const TOKEN = String(/^[A-Za-z0-9_-]+$/)

/** Every place for a value that a route parses, its address included. */
export function fieldsOfRoute({ url, schema }: RouteEntry): Field[] {
  const inAddress = Array.from(url.matchAll(/:(\w+)/g), ([, name = '']): Field => ({
    path: `params.${name}`,
    kind: 'id',
  }))
  const parsed = [
    ...fieldsOf(schema.params, 'params'),
    ...fieldsOf(schema.querystring, 'query'),
    ...fieldsOf(schema.body, 'body'),
  ]
  const known = new Set(parsed.map(({ path }) => path))
  return [...inAddress.filter(({ path }) => !known.has(path)), ...parsed]
}

const CLOSED = new Set<string>(['number', 'boolean', 'null', 'enum', 'literal'])
const AROUND = new Set<string>(['optional', 'nullable', 'readonly', 'default'])

/** Every place for a value in what a schema takes; none for what is no schema. */
export function fieldsOf(schema: unknown, path: string): Field[] {
  if (!(schema instanceof z.core.$ZodType)) return []
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, eslint/no-underscore-dangle -- zod's own union of its types, and its way to look into them
  const { def } = (schema as z.core.$ZodTypes)._zod
  if (CLOSED.has(def.type)) return [{ path, kind: 'closed' }]
  if ('innerType' in def && AROUND.has(def.type)) return fieldsOf(def.innerType, path)
  if (def.type === 'object')
    return Object.entries(def.shape).flatMap(([name, field]) => fieldsOf(field, `${path}.${name}`))
  if (def.type === 'array') return fieldsOf(def.element, `${path}[]`)
  if (def.type === 'tuple') return unique(def.items.flatMap((item) => fieldsOf(item, `${path}[]`)))
  if (def.type === 'record') return fieldsOf(def.valueType, `${path}{}`)
  if (def.type === 'union') return unique(def.options.flatMap((option) => fieldsOf(option, path)))
  if (def.type === 'pipe') return fieldsOfPipe(fieldsOf(def.in, path), fieldsOf(def.out, path))
  if (def.type === 'string') return [{ path, kind: kindOf(def) }]
  if (def.type === 'transform') return []
  throw new Error(`${path}: what a ${def.type} takes is not known here`)
}

/** What comes out says what may go in, where it is closed; a transformation says nothing. */
const fieldsOfPipe = (goesIn: Field[], comesOut: Field[]): Field[] =>
  comesOut.length > 0 && comesOut.every(({ kind }) => kind !== 'text')
    ? comesOut.map(({ kind, path }) => ({ kind, path: path.replace(/\[\]$/, '') }))
    : goesIn.length > 0
      ? goesIn
      : comesOut

function kindOf({ checks = [], ...def }: z.core.$ZodStringDef): FieldKind {
  if ('format' in def && def.format === 'uuid') return 'id'
  // oxlint-disable-next-line eslint/no-underscore-dangle -- as above
  const patterns = checks.flatMap(({ _zod: { def: check } }) =>
    'pattern' in check ? [String(check.pattern)] : [],
  )
  if (patterns.includes(TOKEN)) return 'token'
  return patterns.length > 0 ? 'closed' : 'text'
}

/** Of the same path in several variants: text where any of them takes it. */
function unique(fields: Field[]): Field[] {
  const byPath = new Map<string, Field>()
  for (const field of fields) if (byPath.get(field.path)?.kind !== 'text') byPath.set(field.path, field)
  return Array.from(byPath.values())
}
