import type { ZodMiniType } from 'zod/mini'
import { type DataKey, open, seal, type SealContext } from './seal.ts'

/** Seals a value of a record as JSON for a text column. */
export const sealJson = (key: DataKey, value: unknown, place: SealContext): string =>
  seal(key, JSON.stringify(value), place)

/** The inverse of `sealJson`. Throws SealError, and ZodError for what is not of the schema any more. */
export const openJson = <T>(
  key: DataKey,
  sealed: string,
  { schema, ...place }: SealContext & { schema: ZodMiniType<T> },
): T => schema.parse(JSON.parse(open(key, sealed, place)))
