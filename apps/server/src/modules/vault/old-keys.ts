import { createSecretKey } from 'node:crypto'
import type { KeyEncryption } from './key-encryption.ts'
import { oldAssociatedDataOf, type DataKey, type SealContext, SealError } from './seal.ts'

/**
 * Opens what the key file's key sealed itself before there was a keyring: data keys beside their rows, and
 * a word that showed whether the key was the right one.
 */
export class OldKeys {
  readonly #keyEncryption: KeyEncryption

  constructor(keyEncryption: KeyEncryption) {
    this.#keyEncryption = keyEncryption
  }

  /** Whether this is the key of the database that has this `key_check` in its settings. */
  async recognises(keyCheck: string): Promise<boolean> {
    try {
      const word = await this.#open(keyCheck, { table: 'settings', row: 'key_check', column: 'value' })
      return word.toString() === 'visita'
    } catch (error) {
      if (error instanceof SealError) return false
      throw error
    }
  }

  /** Throws SealError. */
  async open(tenant: string, wrapped: string, context: SealContext): Promise<DataKey> {
    return { secret: createSecretKey(await this.#open(wrapped, context)), tenant }
  }

  async #open(sealed: string, context: SealContext): Promise<Buffer> {
    // A format byte stood first.
    const wrapped = Buffer.from(sealed, 'base64').subarray(1).toString('base64')
    const kek = await this.#keyEncryption.newest()
    return this.#keyEncryption.unwrap(kek, wrapped, oldAssociatedDataOf(context))
  }
}
