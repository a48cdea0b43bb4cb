import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestJanus } from '../apps/server/src/testing/janus.ts'

/** One packet (RTP, RFC 3550) as the forwarding server has it, after it has taken the transport's encryption away. */
interface Packet {
  payloadType: number
  sequence: number
  timestamp: number
  ssrc: number
  marker: boolean
  payload: Buffer
}

type Answer = Readonly<Record<string, unknown>>

/** Looks into a Janus as its keeper can: what arrives from each page, decrypted as far as Janus can. */
export class JanusKeeper implements Disposable {
  readonly #socket: WebSocket
  readonly #secret: string
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  #asked = 0

  private constructor(socket: WebSocket, secret: string) {
    this.#socket = socket
    this.#secret = secret
    socket.addEventListener('message', ({ data }) => {
      const answer: Answer = JSON.parse(String(data))
      this.#waiting.get(String(answer['transaction']))?.(answer)
    })
  }

  static async of({ admin }: TestJanus): Promise<JanusKeeper> {
    const socket = new WebSocket(admin.url, 'janus-admin-protocol')
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve, { once: true })
    })
    return new JanusKeeper(socket, admin.secret)
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }

  /** What arrives from each page that sends, within `ms` milliseconds. */
  async capture(folder: string, ms: number): Promise<Packet[][]> {
    const lines = await this.#publishers()
    this.#asked += 1
    const named = lines.map((line, at) => ({ ...line, filename: `capture-${this.#asked}-${at}.pcap` }))
    for (const { filename, ...line } of named)
      await this.#ask({ janus: 'start_pcap', ...line, folder, filename, truncate: 0 })
    await sleep(ms)
    for (const { filename: _, ...line } of named) await this.#ask({ janus: 'stop_pcap', ...line })
    return Promise.all(named.map(async ({ filename }) => packetsIn(await readFile(`${folder}/${filename}`))))
  }

  async #publishers(): Promise<{ session_id: unknown; handle_id: unknown }[]> {
    const found = []
    for (const session_id of listIn(await this.#ask({ janus: 'list_sessions' }), 'sessions')) {
      for (const handle_id of listIn(await this.#ask({ janus: 'list_handles', session_id }), 'handles')) {
        const { info } = await this.#ask({ janus: 'handle_info', session_id, handle_id })
        if (JSON.stringify(info).includes('"type":"publisher"')) found.push({ session_id, handle_id })
      }
    }
    return found
  }

  #ask(body: Answer): Promise<Answer> {
    this.#asked += 1
    const transaction = String(this.#asked)
    return new Promise((resolve) => {
      this.#waiting.set(transaction, resolve)
      this.#socket.send(JSON.stringify({ ...body, transaction, admin_secret: this.#secret }))
    })
  }
}

const listIn = (answer: Answer, name: string): unknown[] => {
  const list = answer[name]
  return Array.isArray(list) ? list : []
}

const PCAP_HEADER = 24
const RECORD_HEADER = 16
/** Of Ethernet, IP and UDP, which Janus puts before each. */
const NETWORK_HEADERS = 42
const RTP_HEADER = 12

function packetsIn(pcap: Buffer): Packet[] {
  const packets: Packet[] = []
  let at = PCAP_HEADER
  while (at + RECORD_HEADER <= pcap.length) {
    const length = pcap.readUInt32LE(at + 8)
    const packet = pcap.subarray(at + RECORD_HEADER + NETWORK_HEADERS, at + RECORD_HEADER + length)
    at += RECORD_HEADER + length
    const second = packet[1] ?? 0
    // RTCP has 64 to 95 there (RFC 5761, section 4).
    const payloadType = second & 0x7f
    if (packet.length < RTP_HEADER || (payloadType >= 64 && payloadType <= 95)) continue
    const first = packet.readUInt8(0)
    const extension = RTP_HEADER + 4 * (first & 0x0f)
    const start = first & 0x10 ? extension + 4 + 4 * packet.readUInt16BE(extension + 2) : extension
    const padding = first & 0x20 ? (packet.at(-1) ?? 0) : 0
    packets.push({
      payloadType,
      sequence: packet.readUInt16BE(2),
      timestamp: packet.readUInt32BE(4),
      ssrc: packet.readUInt32BE(8),
      marker: (second & 0x80) !== 0,
      payload: packet.subarray(start, packet.length - padding),
    })
  }
  return packets
}

/** The frames of VP8 (RFC 7741) that are whole, in their order. */
export function framesOf(packets: readonly Packet[], payloadType: number): Uint8Array<ArrayBuffer>[] {
  const byTime = new Map<number, Packet[]>()
  for (const packet of packets) {
    if (packet.payloadType !== payloadType || packet.payload.length === 0) continue
    byTime.set(packet.timestamp, [...(byTime.get(packet.timestamp) ?? []), packet])
  }
  return Array.from(byTime.values()).flatMap((parts) => {
    const inOrder = parts.toSorted((a, b) => ((a.sequence - b.sequence) << 16) >> 16)
    const [first, last] = [inOrder[0], inOrder.at(-1)]
    const isWhole =
      first !== undefined &&
      last?.marker === true &&
      beginsFrame(first.payload) &&
      ((last.sequence - first.sequence) & 0xffff) === inOrder.length - 1
    return isWhole
      ? [Uint8Array.from(Buffer.concat(inOrder.map(({ payload }) => withoutDescriptor(payload))))]
      : []
  })
}

const beginsFrame = (payload: Buffer): boolean => ((payload[0] ?? 0) & 0x1f) === 0x10

function withoutDescriptor(payload: Buffer): Buffer {
  const first = payload[0] ?? 0
  if ((first & 0x80) === 0) return payload.subarray(1)
  const second = payload[1] ?? 0
  const pictureId = (second & 0x80) === 0 ? 0 : ((payload[2] ?? 0) & 0x80) === 0 ? 1 : 2
  const layer = second & 0x40 ? 1 : 0
  const temporal = second & 0x30 ? 1 : 0
  return payload.subarray(2 + pictureId + layer + temporal)
}
