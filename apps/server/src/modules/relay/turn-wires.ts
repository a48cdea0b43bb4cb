import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
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

/* Each rejects where nobody is there, with what the system says of it. */

export async function overUdp({ host, port }: Place): Promise<Wire> {
  const { address, family } = await lookup(host)
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  // One that comes when nobody waits for an answer; the next wait ends without one.
  socket.on('error', () => undefined)
  socket.connect(port, address)
  await once(socket, 'connect')
  return {
    send: (message) => socket.send(message),
    async receive() {
      const [reply]: Buffer[] = await once(socket, 'message', { signal: AbortSignal.timeout(ANSWER_MS) })
      return reply ?? Buffer.alloc(0)
    },
    close: () => void socket.close(),
  }
}

export const overTcp = (place: Place): Promise<Wire> => overStream(connect(place), 'connect')

export const overTls = (place: Place, options: ConnectionOptions): Promise<Wire> =>
  overStream(connectTls({ ...place, ...options }), 'secureConnect')

const HEADER = 20

/** Messages follow each other, each with its length in its header (RFC 8489, section 6.2.2). */
async function overStream(socket: Socket, ready: string): Promise<Wire> {
  let received = Buffer.alloc(0)
  socket.on('error', () => undefined)
  try {
    await once(socket, ready, { signal: AbortSignal.timeout(ANSWER_MS) })
  } catch (error) {
    socket.destroy()
    throw error
  }
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
