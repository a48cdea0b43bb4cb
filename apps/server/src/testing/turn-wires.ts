import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'

const ANSWER_MS = 5_000

/** One way to a relay: messages of STUN there and back. */
export interface Wire {
  send(message: Buffer): void
  /** The next message; rejects when none comes. */
  receive(): Promise<Buffer>
  close(): void
}

interface Place {
  host: string
  port: number
}

export function overUdp({ host, port }: Place): Wire {
  const socket = createSocket('udp4')
  return {
    send: (message) => socket.send(message, port, host),
    async receive() {
      const [reply]: Buffer[] = await once(socket, 'message', { signal: AbortSignal.timeout(ANSWER_MS) })
      return reply ?? Buffer.alloc(0)
    },
    close: () => void socket.close(),
  }
}

export async function overTcp(place: Place): Promise<Wire> {
  const socket = connect(place)
  await once(socket, 'connect')
  return overStream(socket)
}

export async function overTls(place: Place, options: ConnectionOptions): Promise<Wire> {
  const socket = connectTls({ ...place, ...options })
  await once(socket, 'secureConnect')
  return overStream(socket)
}

const HEADER = 20

/** Messages follow each other, each with its length in its header (RFC 8489, section 6.2.2). */
function overStream(socket: Socket): Wire {
  let received = Buffer.alloc(0)
  socket.on('error', () => undefined)
  const whole = (): number =>
    received.length < HEADER ? Number.POSITIVE_INFINITY : HEADER + received.readUInt16BE(2)
  return {
    send: (message) => void socket.write(message),
    async receive() {
      const signal = AbortSignal.timeout(ANSWER_MS)
      while (received.length < whole()) {
        const [chunk]: Buffer[] = await once(socket, 'data', { signal })
        received = Buffer.concat([received, chunk ?? Buffer.alloc(0)])
      }
      const reply = received.subarray(0, whole())
      received = received.subarray(reply.length)
      return reply
    },
    close: () => void socket.destroy(),
  }
}
