import { StartupError } from '../../platform/startup-error.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { type LocalKey, localKey, unwrapLocally, wrapLocally } from './local-keys.ts'

/** Key-encryption keys handed in with the configuration, the one to wrap by first. */
export class KeySecret implements KeyEncryption {
  readonly name = 'the key in VISITA_KEY'
  readonly afterRetiring =
    'Nothing needs the other keys in VISITA_KEY any more: leave the first one alone in it.'
  readonly #newest: LocalKey
  readonly #keys: LocalKey[]

  /** `keys` in base64. Throws StartupError. */
  constructor(keys: readonly string[]) {
    this.#keys = keys.map((encoded) => {
      const key = localKey(Buffer.from(encoded, 'base64'))
      if (key === null) throw new StartupError('VISITA_KEY: each key must be 32 bytes in base64')
      return key
    })
    const [newest] = this.#keys
    if (newest === undefined) throw new StartupError('VISITA_KEY: names no key')
    this.#newest = newest
  }

  async newest(): Promise<string> {
    return this.#newest.id
  }

  async wrap(kek: string, secret: Uint8Array, associatedData: Uint8Array): Promise<string> {
    const key = this.#find(kek)
    if (key === undefined) throw new Error('VISITA_KEY lacks the key in use')
    return wrapLocally(key, secret, associatedData)
  }

  async unwrap(kek: string, wrapped: string, associatedData: Uint8Array): Promise<Buffer> {
    return unwrapLocally(this.#find(kek), wrapped, associatedData)
  }

  async renew(): Promise<string> {
    throw new StartupError(
      'Put a new key before the one in VISITA_KEY, with a comma between them, for the server as well; start ' +
        'it again, and repeat this. A new key: openssl rand -base64 32',
    )
  }

  async retireOthers(): Promise<void> {
    // They are kept by whoever sets the variable.
  }

  #find(kek: string): LocalKey | undefined {
    return this.#keys.find(({ id }) => id === kek)
  }
}
