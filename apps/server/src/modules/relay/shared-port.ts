import type { Server as HttpsServer } from 'node:https'
import { connect } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { TOTAL_QUOTA } from './coturn-config.ts'

/** What a client may name as what it wants to speak (RFC 7301): pages, or a relay (RFC 7443). */
export const SHARED_PROTOCOLS: string[] = ['http/1.1', 'stun.turn']

/** Connections to the relay from one address, behind which a whole hospital may be. */
const MOST_OF_ONE = 300

/** For the first byte of a client that has not named what it speaks. */
const FIRST_BYTE_MS = 5_000
const KEEP_ALIVE_MS = 30_000
/** For a client that takes nothing of what its relay said at the end. */
const LAST_BYTES_MS = 10_000
/** Messages of STUN and TURN begin with one of 0 to 3 (RFC 7983); a request of HTTP begins with none of them. */
const LAST_STUN_BYTE = 3

/**
 * One port for pages and the relay: what comes for the relay goes on to it without TLS, over this machine alone,
 * and everything else to the server whose port it is. Browsers name no protocol when they speak TURN, and neither
 * do some programs that speak HTTP; the first byte under the TLS tells them apart.
 */
export class SharedPort implements Disposable {
  readonly #relay: { host: string; port: number }
  readonly #serve: (socket: TLSSocket) => void
  /** Those that wait for their first byte, and those of the relay. */
  readonly #held = new Set<TLSSocket>()

  /** To be called before `server` listens; it must have `SHARED_PROTOCOLS`. `relay` is its TCP port. */
  constructor(server: HttpsServer, relay: { host: string; port: number }) {
    this.#relay = relay
    const web = server.listeners('secureConnection')
    server.removeAllListeners('secureConnection')
    this.#serve = (socket) => {
      for (const listener of web) listener.call(server, socket)
    }
    server.on('secureConnection', (socket) => this.#receive(socket))
  }

  /** Connections of pages are the server's own to end. */
  [Symbol.dispose](): void {
    for (const socket of this.#held) socket.destroy()
  }

  #receive(socket: TLSSocket): void {
    if (socket.alpnProtocol === 'http/1.1') {
      this.#serve(socket)
      return
    }
    const ofOne = Array.from(this.#held).filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress)
    if (this.#held.size >= TOTAL_QUOTA || ofOne.length >= MOST_OF_ONE) {
      socket.destroy()
      return
    }
    this.#held.add(socket)
    socket.once('close', () => this.#held.delete(socket))
    this.#awaitFirstByte(socket)
  }

  #awaitFirstByte(socket: TLSSocket): void {
    const end = (): void => void socket.destroy()
    socket.on('error', end)
    socket.setTimeout(FIRST_BYTE_MS, end)
    socket.once('readable', () => {
      const chunk: Buffer | null = socket.read()
      socket.setTimeout(0, end)
      socket.off('timeout', end).off('error', end)
      const [first] = chunk ?? []
      if (chunk === null || first === undefined) {
        socket.destroy()
        return
      }
      socket.unshift(chunk)
      if (first <= LAST_STUN_BYTE) {
        this.#join(socket)
        return
      }
      this.#held.delete(socket)
      this.#serve(socket)
    })
  }

  /** Until either side ends: what the other was sent by then still reaches it. The slower one slows the other. */
  #join(client: TLSSocket): void {
    const relay = connect({ ...this.#relay, noDelay: true })
    client.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS)
    client.on('error', () => relay.destroy()).once('close', () => relay.destroySoon())
    relay
      .on('error', () => client.destroy())
      .once('close', () => {
        client.setTimeout(LAST_BYTES_MS, () => client.destroy())
        client.destroySoon()
      })
    client.pipe(relay)
    relay.pipe(client)
  }
}
