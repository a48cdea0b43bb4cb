import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'

/** Which field of which row a sealed value belongs to; it opens for no other (controls C27, C28). */
export interface SealContext {
  table: string
  row: string
  column: string
}

/** Something sealed that does not open: another key, another place, or changed since. */
export class SealError extends Error {
  override readonly name = 'SealError'
}

const VERSION = 1
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** What sealing adds to a plaintext, besides the version byte. */
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
  { table, row, column }: SealContext,
  ...more: (number | boolean)[]
): Buffer => Buffer.from(JSON.stringify([VERSION, table, row, column, ...more]))

/** Seals bytes for a blob column: a version byte, then what `encrypt` makes. */
export function sealBytes(key: KeyObject, plaintext: Uint8Array, context: SealContext): Buffer {
  return Buffer.concat([Uint8Array.of(VERSION), encrypt(key, plaintext, associatedDataOf(context))])
}

export function openBytes(key: KeyObject, sealed: Uint8Array, context: SealContext): Buffer {
  if (sealed[0] !== VERSION) throw new SealError('unknown version')
  return decrypt(key, sealed.subarray(1), associatedDataOf(context))
}

/** Seals a string for a text column, as base64. */
export const seal = (key: KeyObject, plaintext: string, context: SealContext): string =>
  sealBytes(key, Buffer.from(plaintext), context).toString('base64')

export const open = (key: KeyObject, sealed: string, context: SealContext): string =>
  openBytes(key, Buffer.from(sealed, 'base64'), context).toString()

export const randomKey = (): KeyObject => createSecretKey(randomBytes(32))
