import * as z from 'zod'
import { StartupError, Unavailable } from '../../platform/startup-error.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { SealError } from './seal.ts'
import { upperFirst } from './refusals.ts'

const TIMEOUT_MS = 5000
const BAD_REQUEST = 400

const encryptReplySchema = z.object({
  data: z.object({ ciphertext: z.string().regex(/^vault:v\d+:/) }),
})
const decryptReplySchema = z.object({ data: z.object({ plaintext: z.base64() }) })

/**
 * Key-encryption keys in a service with the HTTP interface of HashiCorp Vault's Transit engine (OpenBao has
 * it as well): https://developer.hashicorp.com/vault/api-docs/secret/transit. The key must be of a type that
 * takes associated data, such as `aes256-gcm96`. A `kek` is a version of it. Throws Unavailable, with the name
 * of the service and never a key, while it is out of reach or refuses us.
 */
export class KeyService implements KeyEncryption {
  readonly name: string
  readonly afterRetiring =
    'Nothing needs the earlier versions of the key any more: the key service may give them up.'
  readonly #url: string
  readonly #key: string
  readonly #token: string

  /** `url` with the path where the engine is mounted: `https://vault.example.org:8200/v1/transit`. */
  constructor({ url, key, token }: { url: string; key: string; token: string }) {
    this.name = `the key service ${url}`
    this.#url = url.replace(/\/+$/, '')
    this.#key = key
    this.#token = token
  }

  /** The version that the service encrypts by is told only by what it encrypts. */
  async newest(): Promise<string> {
    const { ciphertext } = await this.#encrypt({ plaintext: encoded(Buffer.from('visita')) })
    return /^vault:v(\d+):/.exec(ciphertext)?.[1] ?? ''
  }

  async wrap(kek: string, secret: Uint8Array, associatedData: Uint8Array): Promise<string> {
    const { ciphertext } = await this.#encrypt({
      plaintext: encoded(secret),
      associated_data: encoded(associatedData),
      key_version: Number(kek),
    })
    return ciphertext
  }

  async unwrap(kek: string, wrapped: string, associatedData: Uint8Array): Promise<Buffer> {
    if (!wrapped.startsWith(`vault:v${kek}:`)) throw new SealError('wrapped by a key that is not here')
    const reply = await this.#post('decrypt', {
      ciphertext: wrapped,
      associated_data: encoded(associatedData),
    })
    if (reply.status === BAD_REQUEST) throw new SealError('does not open')
    return Buffer.from((await this.#read(reply, decryptReplySchema)).plaintext, 'base64')
  }

  async renew(): Promise<string> {
    throw new StartupError(`Replace the key ${this.#key} in ${this.name} first, and repeat this.`)
  }

  async retireOthers(): Promise<void> {
    // They are kept by the service.
  }

  async #encrypt(request: object): Promise<z.infer<typeof encryptReplySchema>['data']> {
    return this.#read(await this.#post('encrypt', request), encryptReplySchema)
  }

  async #post(action: 'encrypt' | 'decrypt', request: object): Promise<Response> {
    try {
      return await fetch(`${this.#url}/${action}/${encodeURIComponent(this.#key)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-vault-token': this.#token },
        body: JSON.stringify(request),
        // The token is for this service alone.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
    } catch (cause) {
      throw new Unavailable(`${upperFirst(this.name)} does not answer.`, { cause })
    }
  }

  async #read<Data>(reply: Response, schema: z.ZodType<{ data: Data }>): Promise<Data> {
    if (!reply.ok)
      throw new Unavailable(`${upperFirst(this.name)} answers ${reply.status} for the key ${this.#key}.`)
    const parsed = schema.safeParse(await reply.json().catch(() => null))
    if (!parsed.success)
      throw new Unavailable(`${upperFirst(this.name)} gives an answer that is not understood.`)
    return parsed.data.data
  }
}

const encoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
