import { FakeConnection } from '@visita/call/testing'
import { vi } from 'vitest'

/** A browser's page as far as the models reach for it. What it sends over HTTP, the test answers. */
export class FakePage {
  readonly connections: FakeConnection[] = []
  /** By method and path. What is not here is answered as if there were no line. */
  readonly answers = new Map<string, unknown>()
  readonly asked: string[] = []
  readonly beacons: string[] = []
  readonly stored = new Map<string, string>()

  /** Puts it in the place of the globals, until `vi.unstubAllGlobals`. */
  install(): this {
    const { connections, stored } = this
    class Connection extends FakeConnection {
      constructor() {
        super()
        connections.push(this)
      }
    }
    vi.stubGlobal('RTCPeerConnection', Connection)
    vi.stubGlobal('window', {})
    vi.stubGlobal('fetch', (path: string, { method = 'GET' }: RequestInit = {}) => this.#fetch(method, path))
    vi.stubGlobal('navigator', {
      sendBeacon: (path: string) => {
        this.beacons.push(path)
        return true
      },
    })
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    })
    return this
  }

  get connection(): FakeConnection {
    const connection = this.connections.at(-1)
    if (!connection) throw new Error('no connection was made')
    return connection
  }

  #fetch(method: string, path: string): Promise<Response> {
    const request = `${method} ${path}`
    this.asked.push(request)
    if (!this.answers.has(request)) return Promise.reject(new TypeError('Failed to fetch'))
    const answer = this.answers.get(request)
    return Promise.resolve(answer instanceof Response ? answer.clone() : Response.json(answer))
  }
}
