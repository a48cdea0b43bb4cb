/**
 * Keeps the key-encryption keys, which never leave it: everything in the keyring is wrapped by one of
 * them. A `kek` is the id of such a key.
 */
export interface KeyEncryption {
  /** As in "Without … nothing can be read": the place that an operator looks at. */
  readonly name: string
  /** The key to wrap by from now on. */
  newest(): Promise<string>
  /** `associatedData` is bound in and must be given again to unwrap. */
  wrap(kek: string, secret: Uint8Array, associatedData: Uint8Array): Promise<string>
  /** Throws SealError for an unknown key, another one, other associated data, or a changed text. */
  unwrap(kek: string, wrapped: string, associatedData: Uint8Array): Promise<Buffer>
  /** Makes a key that is newer than those in use; throws StartupError where an operator has to do that. */
  renew(): Promise<string>
  /** Gives up all keys but this one, where they are kept here. */
  retireOthers(kek: string): Promise<void>
  /** What an operator still has to do after that; null for nothing. */
  readonly afterRetiring: string | null
}

/** Where the key-encryption keys are; `keys` in base64, the one to wrap by first. */
export type KeySource =
  | { kind: 'file'; path: string }
  | { kind: 'secret'; keys: readonly string[] }
  | { kind: 'service'; url: string; key: string; token: string }
