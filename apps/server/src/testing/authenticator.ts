import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import {
  creationOptionsSchema,
  type NewPasskey,
  requestOptionsSchema,
  type Assertion,
} from '@visita/protocol'

/** What an authenticator and the browser around it may do otherwise than they should. */
interface Deviation {
  origin?: string
  rpId?: string
  challenge?: string
  /** Whether its owner was seen to be there and unlocked it. */
  unlocked?: boolean
  counter?: number
  userHandle?: string
}

const PRESENT = 0x01
const UNLOCKED = 0x04
const NEW_CREDENTIAL = 0x40

/** A device with one passkey, and the browser that speaks for it: real keys and signatures (WebAuthn 6.1, ES256). */
export class Authenticator {
  /** How often it has signed. */
  counter = 0
  readonly #id = randomBytes(32)
  readonly #key: KeyObject
  readonly #publicKey: Map<number, number | Uint8Array>
  readonly #origin: string
  #userHandle: string | undefined

  /** `origin`: what the browser says that the page comes from. */
  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#origin = origin
    // COSE (RFC 9053): an EC2 key for ES256 on P-256.
    this.#publicKey = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(Buffer.from(x, 'base64url'))],
      [-3, bytes(Buffer.from(y, 'base64url'))],
    ])
  }

  /** Makes its passkey as it is asked to. */
  create(asked: unknown, name = 'My telephone', change: Deviation = {}): NewPasskey {
    const { challenge, rp, user } = creationOptionsSchema.parse(asked)
    this.#userHandle = user.id
    const publicKey = isoCBOR.encode(this.#publicKey)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.#id.length)
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, publicKey])
    const authData = Buffer.concat([this.#data(rp.id, NEW_CREDENTIAL, change), credential])
    const attestation = isoCBOR.encode(
      new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', bytes(authData)],
      ]),
    )
    return {
      name,
      credential: {
        ...this.#name(),
        response: {
          clientDataJSON: encoded(this.#clientData('webauthn.create', challenge, change)),
          attestationObject: encoded(attestation),
          transports: ['internal'],
        },
      },
    }
  }

  /** Signs what it is asked to. */
  sign(asked: unknown, change: Deviation = {}): Assertion {
    const { challenge, rpId } = requestOptionsSchema.parse(asked)
    this.counter += 1
    const authData = this.#data(rpId, 0, { counter: this.counter, ...change })
    const clientData = this.#clientData('webauthn.get', challenge, change)
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key)
    return {
      ...this.#name(),
      response: {
        clientDataJSON: encoded(clientData),
        authenticatorData: encoded(authData),
        signature: encoded(signature),
        userHandle: change.userHandle ?? this.#userHandle,
      },
    }
  }

  #name(): { id: string; rawId: string; type: 'public-key' } {
    const id = encoded(this.#id)
    return { id, rawId: id, type: 'public-key' }
  }

  #clientData(type: string, challenge: string, change: Deviation): Buffer {
    const { origin = this.#origin, challenge: signed = challenge } = change
    return Buffer.from(JSON.stringify({ type, challenge: signed, origin, crossOrigin: false }))
  }

  #data(rpId: string, flags: number, { rpId: other, unlocked = true, counter = 0 }: Deviation): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const all = flags | PRESENT | (unlocked ? UNLOCKED : 0)
    return Buffer.concat([sha256(Buffer.from(other ?? rpId)), Buffer.from([all]), count])
  }
}

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
const bytes = (data: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(data)
const encoded = (data: Uint8Array): string => Buffer.from(data).toString('base64url')
