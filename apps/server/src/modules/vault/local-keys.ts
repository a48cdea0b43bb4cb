import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { decrypt, encrypt, SealError } from './seal.ts'

const KEY_BYTES = 32
const ID_DIGITS = 16

/** A key-encryption key in this process's memory. */
export interface LocalKey {
  id: string
  secret: KeyObject
}

/** Null unless these are 32 bytes. The id follows from them, so that a file may hold the key alone. */
export function localKey(bytes: Uint8Array): LocalKey | null {
  if (bytes.length !== KEY_BYTES) return null
  const digest = createHash('sha256').update('visita key id').update(bytes).digest('hex')
  return { id: digest.slice(0, ID_DIGITS), secret: createSecretKey(bytes) }
}

export function newLocalKey(): LocalKey {
  const key = localKey(randomBytes(KEY_BYTES))
  if (key === null) throw new RangeError('a key has 32 bytes')
  return key
}

export const wrapLocally = ({ secret }: LocalKey, plain: Uint8Array, associatedData: Uint8Array): string =>
  encrypt(secret, plain, associatedData).toString('base64')

/** Throws SealError, also for an unknown key. */
export function unwrapLocally(
  key: LocalKey | undefined,
  wrapped: string,
  associatedData: Uint8Array,
): Buffer {
  if (key === undefined) throw new SealError('wrapped by a key that is not here')
  return decrypt(key.secret, Buffer.from(wrapped, 'base64'), associatedData)
}
