import type { SettingForm } from '@visita/protocol'
import * as z from 'zod'

/** How values of one kind are checked, written in the environment, and asked for. */
export interface Kind<T> {
  /** Of the value as it stands in the settings file or comes from the page. Its messages quote no value. */
  schema: z.ZodType<T>
  /** The text of an environment variable as what `schema` parses; wrong text as something that it refuses. */
  fromText(text: string): unknown
  form: SettingForm
}

export const wholeNumber = (min: number, max: number): Kind<number> => {
  const error = `must be a whole number from ${min} to ${max}`
  return {
    schema: z.int(error).min(min, error).max(max, error),
    fromText: (text) => (/^\d+$/.test(text) ? Number(text) : text),
    form: { type: 'number', min, max },
  }
}

export const choice = <const T extends string>(...options: T[]): Kind<T> => ({
  schema: z.enum(options, `must be one of ${options.join(', ')}`),
  fromText: (text) => text,
  form: { type: 'choice', options },
})

const SWITCH_WORDS = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
])

export const onOff: Kind<boolean> = {
  schema: z.boolean('must be 1 or 0 in the environment, true or false in the settings file'),
  fromText: (text) => SWITCH_WORDS.get(text) ?? text,
  form: { type: 'switch' },
}

const MAX_TEXT = 1_000
/* They show nothing, or have the rest of a line read as another. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

export const text = (max = MAX_TEXT): Kind<string> => ({
  schema: z
    .string('must be text')
    .min(1, 'must not be empty')
    .max(max, `must have ${max} characters at most`)
    .refine((given) => !UNSEEN.test(given), 'must have no control characters'),
  fromText: (value) => value,
  form: { type: 'text', max },
})

export const webAddress: Kind<string> = {
  schema: z.url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' }),
  fromText: (value) => value,
  form: { type: 'text', max: MAX_TEXT },
}

export const socketAddress: Kind<string> = {
  schema: z.url({ protocol: /^wss?$/, error: 'must be an address that begins with wss:// or ws://' }),
  fromText: (value) => value,
  form: { type: 'text', max: MAX_TEXT },
}

/** Origins with whatever path they were given cut off; by commas in the environment. */
export const origins: Kind<string[]> = {
  schema: z.array(
    webAddress.schema.transform((address) => new URL(address).origin),
    'must be a list',
  ),
  fromText: (value) => value.split(',').map((origin) => origin.trim()),
  form: { type: 'list' },
}

/** By commas in the environment. */
export const words: Kind<string[]> = {
  schema: z.array(
    z.string('must be text').min(1, 'must not be empty').max(200, 'is too long'),
    'must be a list',
  ),
  fromText: (value) => value.split(',').map((word) => word.trim()),
  form: { type: 'list' },
}

/** IP addresses and networks in CIDR notation; by commas in the environment. */
export const networks: Kind<string[]> = {
  schema: z.array(
    z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be addresses or networks such as 10.0.0.0/8'),
    'must be a list',
  ),
  fromText: (value) => value.split(',').map((address) => address.trim()),
  form: { type: 'list' },
}

export const ipv4: Kind<string> = {
  schema: z.ipv4('must be an address such as 198.51.100.7'),
  fromText: (value) => value,
  form: { type: 'text', max: 15 },
}

/** Addresses of STUN and TURN servers (RFC 7064, RFC 7065); by commas in the environment. */
export const turnAddresses: Kind<string[]> = {
  schema: z
    .array(
      z
        .string('must be text')
        .regex(
          /^(?:stuns?:[\w.:[\]-]{1,260}|turns?:[\w.:[\]-]{1,260}(?:\?transport=(?:udp|tcp))?)$/,
          'must begin with stun:, stuns:, turn: or turns:, without user or path',
        ),
      'must be a list',
    )
    .max(8, 'must be 8 at most'),
  fromText: (value) => value.split(',').map((address) => address.trim()),
  form: { type: 'list' },
}

/** A structure, as JSON in the environment too. */
export const json = <T>(schema: z.ZodType<T>): Kind<T> => ({
  schema,
  fromText: (value): unknown => {
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  },
  form: { type: 'json' },
})

/** What may also be left out: null then. */
export const optional = <T>(kind: Kind<T>): Kind<T | null> => ({ ...kind, schema: kind.schema.nullable() })
