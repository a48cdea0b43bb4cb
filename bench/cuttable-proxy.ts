import { connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy on loopback whose connections can be cut, as a router that restarts cuts them. */
export class CuttableProxy {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>
  readonly #target: { port: number }

  private constructor(server: Server, port: number, sockets: Set<Socket>, target: { port: number }) {
    this.#server = server
    this.url = `http://localhost:${port}`
    this.#sockets = sockets
    this.#target = target
  }

  static async listen(): Promise<CuttableProxy> {
    const sockets = new Set<Socket>()
    const target = { port: 0 }
    const server = createServer((near) => {
      const far = connect(target.port, 'localhost')
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket)
        socket.pipe(other)
        socket.on('error', () => {})
        socket.once('close', () => {
          sockets.delete(socket)
          other.destroy()
        })
      }
    })
    await new Promise<void>((resolve) => {
      server.listen(0, 'localhost', resolve)
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
    return new CuttableProxy(server, address.port, sockets, target)
  }

  forwardTo(url: string): void {
    this.#target.port = Number(new URL(url).port)
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.cut()
    this.#server.close()
  }
}
