import { createHash, createHmac, randomBytes } from 'node:crypto'
import { isIPv4 } from 'node:net'
import type { Wire } from './turn-wires.ts'

const METHOD = { allocate: 0x003, refresh: 0x004, permission: 0x008, send: 0x016 } as const
const MAGIC = 0x2112a442
const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  peer: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  family: 0x0017,
  transport: 0x0019,
} as const

export interface Endpoint {
  address: string
  port: number
}

/** `ok`, or the error code of the answer. */
export type TurnAnswer = 'ok' | number

/**
 * As much of a TURN client (RFC 8656) as it takes to see what a relay does and what it refuses. One allocation each;
 * every request rejects when no answer comes.
 */
export class TurnClient implements AsyncDisposable {
  readonly #wire: Wire
  readonly #user: { username: string; credential: string }
  #realm = ''
  #nonce = ''
  #relayed: Endpoint = { address: '', port: 0 }

  constructor(wire: Wire, user: { username: string; credential: string }) {
    this.#wire = wire
    this.#user = user
  }

  /** Of the given family, as RFC 8656 numbers them: 1 is IPv4, 2 is IPv6. */
  allocate(family: 1 | 2 = 1): Promise<TurnAnswer> {
    const transport = attribute(ATTRIBUTE.transport, Buffer.from([17, 0, 0, 0]))
    const wanted = attribute(ATTRIBUTE.family, Buffer.from([family, 0, 0, 0]))
    return this.#ask(METHOD.allocate, family === 1 ? [transport] : [transport, wanted])
  }

  /** Where the relay receives for this client; only of an allocation of IPv4. */
  get relayed(): Endpoint {
    return this.#relayed
  }

  /** From there to a peer that is permitted. */
  send({ address, port }: Endpoint, data: string): void {
    const id = randomBytes(12)
    const to = peerAddress(address, id, port)
    this.#wire.send(wrap(METHOD.send, id, [to, attribute(ATTRIBUTE.data, Buffer.from(data))]))
  }

  /** The next that a peer sends. */
  async receive(): Promise<string> {
    return (attributesOf(await this.#wire.receive()).get(ATTRIBUTE.data) ?? Buffer.alloc(0)).toString()
  }

  refresh(seconds = 600): Promise<TurnAnswer> {
    const lifetime = Buffer.alloc(4)
    lifetime.writeUInt32BE(seconds)
    return this.#ask(METHOD.refresh, [attribute(ATTRIBUTE.lifetime, lifetime)])
  }

  permit(address: string): Promise<TurnAnswer> {
    return this.#ask(METHOD.permission, [], address)
  }

  /** Gives the allocation back. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#nonce !== '') await this.refresh(0).catch(() => undefined)
    this.#wire.close()
  }

  /** Once more where the first answer brings the realm, or a new nonce. */
  async #ask(method: number, attributes: Buffer[], peer?: string): Promise<TurnAnswer> {
    const first = await this.#send(method, attributes, peer)
    const renewed = first === 438 || (first === 401 && method === METHOD.allocate)
    return renewed ? this.#send(method, attributes, peer) : first
  }

  async #send(method: number, attributes: Buffer[], peer: string | undefined): Promise<TurnAnswer> {
    const id = randomBytes(12)
    const all = peer === undefined ? attributes : [...attributes, peerAddress(peer, id)]
    const message = this.#nonce === '' ? wrap(method, id, all) : this.#signed(method, id, all)
    this.#wire.send(message)
    return this.#read(await this.#wire.receive())
  }

  #signed(method: number, id: Buffer, attributes: Buffer[]): Buffer {
    const { username, credential } = this.#user
    const body = [
      ...attributes,
      attribute(ATTRIBUTE.username, Buffer.from(username)),
      attribute(ATTRIBUTE.realm, Buffer.from(this.#realm)),
      attribute(ATTRIBUTE.nonce, Buffer.from(this.#nonce)),
    ]
    const unsigned = wrap(method, id, [...body, attribute(ATTRIBUTE.integrity, Buffer.alloc(20))])
    const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest()
    const sum = createHmac('sha1', key).update(unsigned.subarray(0, -24)).digest()
    return wrap(method, id, [...body, attribute(ATTRIBUTE.integrity, sum)])
  }

  #read(reply: Buffer): TurnAnswer {
    const attributes = attributesOf(reply)
    this.#realm = attributes.get(ATTRIBUTE.realm)?.toString() ?? this.#realm
    this.#nonce = attributes.get(ATTRIBUTE.nonce)?.toString() ?? this.#nonce
    const relayed = attributes.get(ATTRIBUTE.relayed)
    if (relayed !== undefined) this.#relayed = endpointOf(relayed)
    const error = attributes.get(ATTRIBUTE.error)
    return error === undefined ? 'ok' : (error[2] ?? 0) * 100 + (error[3] ?? 0)
  }
}

function attributesOf(message: Buffer): Map<number, Buffer> {
  const attributes = new Map<number, Buffer>()
  for (let at = 20; at + 4 <= message.length;) {
    const length = message.readUInt16BE(at + 2)
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  return attributes
}

/** Of an XOR address of IPv4 (RFC 8489, section 14.2). */
function endpointOf(value: Buffer): Endpoint {
  const mask = Buffer.alloc(4)
  mask.writeUInt32BE(MAGIC)
  const bytes = value.subarray(4, 8).map((byte, index) => byte ^ (mask[index] ?? 0))
  return { address: Array.from(bytes).join('.'), port: value.readUInt16BE(2) ^ (MAGIC >>> 16) }
}

function wrap(method: number, id: Buffer, attributes: Buffer[]): Buffer {
  const body = Buffer.concat(attributes)
  const head = Buffer.alloc(8)
  head.writeUInt16BE(method, 0)
  head.writeUInt16BE(body.length, 2)
  head.writeUInt32BE(MAGIC, 4)
  return Buffer.concat([head, id, body])
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(value.length, 2)
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)])
}

/** XOR-PEER-ADDRESS (RFC 8489, section 14.2). */
function peerAddress(address: string, id: Buffer, at = 9): Buffer {
  const four = isIPv4(address)
  const mask = Buffer.alloc(4)
  mask.writeUInt32BE(MAGIC)
  const key = Buffer.concat([mask, id])
  const bytes = four ? Buffer.from(address.split('.').map(Number)) : bytesOfIPv6(address)
  const xored = bytes.map((byte, index) => byte ^ (key[index] ?? 0))
  const port = Buffer.alloc(2)
  port.writeUInt16BE(at ^ (MAGIC >>> 16))
  return attribute(ATTRIBUTE.peer, Buffer.concat([Buffer.from([0, four ? 1 : 2]), port, xored]))
}

const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))

function bytesOfIPv6(address: string): Buffer {
  const dotted = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  })
  const [head = '', tail] = dotted.split('::')
  const [left, right] = [groupsOf(head), groupsOf(tail ?? '')]
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}
