import { once } from 'node:events'
import { PROTOCOL_VERSION } from '@visita/protocol'
import { WebSocket } from 'ws'

/** A web socket that writes each packet itself, as a page of ours never would. */
export class RawSocket {
  readonly #socket: WebSocket
  readonly #heard: string[] = []
  #told: () => void = () => {}

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      this.#heard.push(data.toString())
      this.#told()
    })
  }

  /** The status with which the handshake was refused, or 101. */
  static async handshake(url: string, headers: Record<string, string>): Promise<number> {
    const socket = new WebSocket(addressOf(url), { headers })
    const status = await new Promise<number>((resolve, reject) => {
      socket.once('open', () => resolve(101))
      socket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode))
      socket.once('error', reject)
    })
    socket.terminate()
    return status
  }

  /** In the lobby's namespace, as a page of this person. */
  static async open(url: string, cookie: string): Promise<RawSocket> {
    const socket = new WebSocket(addressOf(url), { headers: { cookie, origin: url } })
    const raw = new RawSocket(socket)
    await once(socket, 'open')
    raw.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION })}`)
    await raw.hears('40')
    return raw
  }

  send(packet: string): void {
    this.#socket.send(packet)
  }

  /** The first packet from now on, or of those that came already, that begins so. */
  async hears(start: string): Promise<string> {
    for (;;) {
      const index = this.#heard.findIndex((packet) => packet.startsWith(start))
      const [found] = index === -1 ? [] : this.#heard.splice(index, 1)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => (this.#told = resolve))
    }
  }

  /** From now on nothing is heard or answered, as on a line that is dead. */
  goSilent(): void {
    this.#socket.pause()
  }

  async closed(): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) await once(this.#socket, 'close')
  }

  close(): void {
    this.#socket.terminate()
  }
}

const addressOf = (url: string): string => `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
