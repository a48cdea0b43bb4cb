import { createSecretKey, type KeyObject } from 'node:crypto'
import { open, openBytes, randomKey, seal, sealBytes, SealError, type SealContext } from './seal.ts'

/** Encrypts the fields and files of one visit or person; kept only as wrapped by the key file's key. */
export type DataKey = KeyObject

const CHECK = 'visita'
const CHECK_CONTEXT: SealContext = { table: 'settings', row: 'key_check', column: 'value' }

/** Makes and opens data keys. Whatever it wraps opens only for the context it was wrapped for. */
export class Vault {
  readonly #keyEncryptionKey: KeyObject

  constructor(keyEncryptionKey: KeyObject) {
    this.#keyEncryptionKey = keyEncryptionKey
  }

  createDataKey(context: SealContext): { dataKey: DataKey; wrapped: string } {
    const dataKey = randomKey()
    const wrapped = sealBytes(this.#keyEncryptionKey, dataKey.export(), context).toString('base64')
    return { dataKey, wrapped }
  }

  /** Throws SealError. */
  openDataKey(wrapped: string, context: SealContext): DataKey {
    return createSecretKey(openBytes(this.#keyEncryptionKey, Buffer.from(wrapped, 'base64'), context))
  }

  /** A value that `recognises` tells from one made with another key file. */
  keyCheck(): string {
    return seal(this.#keyEncryptionKey, CHECK, CHECK_CONTEXT)
  }

  recognises(keyCheck: string): boolean {
    try {
      return open(this.#keyEncryptionKey, keyCheck, CHECK_CONTEXT) === CHECK
    } catch (error) {
      if (error instanceof SealError) return false
      throw error
    }
  }
}
