import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'

/** Which field of which row a sealed value belongs to; it opens for no other (controls C27, C28). */
export interface SealContext {
  table: string
  row: string
  column: string
  /** The row's version, where it has one: an earlier value put back does not open then. */
  version?: number
}

/** Seals the fields and files of one person or visit, and of one tenant. The keyring keeps it, wrapped. */
export interface DataKey {
  readonly secret: KeyObject
  readonly tenant: string
}

/** Something sealed that does not open: another key, another place, or changed since. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

const FORMAT = 2
/** Before there were tenants and versions; opened still, written no more. */
const OLD_FORMAT = 1
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** What sealing adds to a plaintext, besides the format byte. */
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES

/**
 * AES-256-GCM under a fresh random 96-bit nonce (control C29; NIST SP 800-38D allows 2^32 of them a key).
 * Result: nonce, ciphertext, tag.
 */
export function encrypt(key: KeyObject, plaintext: Uint8Array, associatedData: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData)
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** The inverse of `encrypt`. Throws SealError. */
export function decrypt(key: KeyObject, sealed: Uint8Array, associatedData: Uint8Array): Buffer {
  if (sealed.length < OVERHEAD_BYTES) throw new SealError('too short')
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(associatedData)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch (cause) {
    throw new SealError('does not open', { cause })
  }
}

/** JSON, because unlike joined strings it cannot read the same for two different contexts. */
export const associatedDataOf = (
  tenant: string,
  { table, row, column, version }: SealContext,
  ...more: (number | boolean | string)[]
): Buffer => Buffer.from(JSON.stringify([FORMAT, tenant, table, row, column, version ?? null, ...more]))

export const oldAssociatedDataOf = (
  { table, row, column }: SealContext,
  ...more: (number | boolean)[]
): Buffer => Buffer.from(JSON.stringify([OLD_FORMAT, table, row, column, ...more]))

/** Seals bytes for a blob column: a format byte, then what `encrypt` makes. */
export function sealBytes(key: DataKey, plaintext: Uint8Array, context: SealContext): Buffer {
  const sealed = encrypt(key.secret, plaintext, associatedDataOf(key.tenant, context))
  return Buffer.concat([Uint8Array.of(FORMAT), sealed])
}

/** The inverse of `sealBytes`. Throws SealError. */
export function openBytes(key: DataKey, sealed: Uint8Array, context: SealContext): Buffer {
  const [format] = sealed
  const rest = sealed.subarray(1)
  if (format === FORMAT) return decrypt(key.secret, rest, associatedDataOf(key.tenant, context))
  if (format === OLD_FORMAT) return decrypt(key.secret, rest, oldAssociatedDataOf(context))
  throw new SealError('unknown format')
}

/** Seals a string for a text column, as base64. */
export const seal = (key: DataKey, plaintext: string, context: SealContext): string =>
  sealBytes(key, Buffer.from(plaintext), context).toString('base64')

/** The inverse of `seal`. Throws SealError. */
export const open = (key: DataKey, sealed: string, context: SealContext): string =>
  openBytes(key, Buffer.from(sealed, 'base64'), context).toString()

export const randomDataKey = (tenant: string): DataKey => ({
  secret: createSecretKey(randomBytes(32)),
  tenant,
})
