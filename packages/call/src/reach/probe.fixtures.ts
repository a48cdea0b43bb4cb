import { FakeConnection } from '../testing/index.ts'
import { singleServers, type ProbeOptions, type Reach, type SingleServer, type Way } from './probe.ts'

export const aServer = (url: string): SingleServer => {
  const [server] = singleServers([{ urls: [url], username: 'u', credential: 'c' }])
  if (!server) throw new Error('one address makes one server')
  return server
}

const ADDRESSES: Readonly<Record<Way, string>> = {
  stun: 'stun:a',
  relay_udp: 'turn:a',
  relay_tcp: 'turn:a?transport=tcp',
  relay_tls: 'turns:a:443?transport=tcp',
}

export const aProbe = (way: Way, reach: Reach) => ({ server: aServer(ADDRESSES[way]), way, ...reach })

/** What browsers report while they gather, by the test's word. */
export class FakeProbing {
  readonly connections: FakeConnection[] = []
  clock = 0
  readonly options: ProbeOptions = {
    now: () => this.clock,
    create: (configuration) => {
      const connection = new FakeConnection()
      connection.setConfiguration(configuration)
      this.connections.push(connection)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a probe uses
      return connection as unknown as RTCPeerConnection
    },
  }

  get connection(): FakeConnection {
    const connection = this.connections.at(-1)
    if (!connection) throw new Error('nothing was probed')
    return connection
  }

  find(type: 'host' | 'srflx' | 'relay'): void {
    this.#tell('icecandidate', { candidate: { candidate: `candidate:1 1 udp 1 a.local 1 typ ${type}` } })
  }

  complete(): void {
    this.#tell('icecandidate', { candidate: null })
  }

  fail(errorCode: number): void {
    this.#tell('icecandidateerror', { errorCode })
  }

  #tell(event: string, details: object): void {
    this.connection.dispatchEvent(Object.assign(new Event(event), details))
  }
}
