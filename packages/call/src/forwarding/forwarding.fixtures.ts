import { personIdSchema, type PersonId } from '@visita/protocol'
import { v4 } from 'uuid'
import { NO_ROUTING } from '../open-connection.ts'
import type { OtherWay } from '../other-way.ts'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import { Store } from '../store.ts'
import { FakeConnection, fakePipePair } from '../testing/index.ts'
import { NO_TRACKS } from '../tracks.ts'
import { Forwarding } from './forwarding.ts'
import type { ForwardingPort } from './forwarding-port.ts'

const aPerson = (): PersonId => personIdSchema.parse(v4())
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 100; round += 1) await Promise.resolve()
}

/** The way to a forwarding server that answers as Janus would; `isDown` refuses all. */
function aPort() {
  const asked: string[] = []
  const handlers: ((publishing: readonly PersonId[]) => void)[] = []
  const server = { offered: true, isDown: false, publishing: [] as PersonId[] }
  const ask = async <T>(what: string, answer: T): Promise<T> => {
    asked.push(what)
    await Promise.resolve()
    if (server.isDown) throw new Error('unavailable')
    return answer
  }
  const port: ForwardingPort = {
    look: () => ask('look', { offered: server.offered, publishing: server.publishing }),
    publish: (sdp) => ask('publish', `answer of the server to [${sdp}]`),
    subscribe: (of) => ask(`subscribe ${of}`, 'offer 1 of the server: audio,video,video,video'),
    answer: (of) => ask(`answer ${of}`, undefined),
    candidate: () => ask('candidate', undefined),
    stop: (of) => ask(`stop ${of}`, undefined),
    onPublishing: (handler) => {
      handlers.push(handler)
      return () => undefined
    },
  }
  const says = (publishing: PersonId[]): void => {
    server.publishing = publishing
    for (const tell of handlers) tell(publishing)
  }
  return { port, asked, server, says }
}

export function aPage({ seals = true } = {}) {
  const self = aPerson()
  const { port, ...server } = aPort()
  const connections: FakeConnection[] = []
  const lines: string[] = []
  const openedHandlers: ((person: PersonId) => void)[] = []
  const brokenHandlers: (() => void)[] = []
  const coder: FrameCoder = {
    sealWith: () => undefined,
    openWith: () => undefined,
    forget: () => undefined,
    seal: (_, role) => void lines.push(`seal ${role}`),
    open: (_, role) => void lines.push(`open ${role}`),
    onOpened: (handler) => {
      openedHandlers.push(handler)
      return () => undefined
    },
    onBroken: (handler) => {
      brokenHandlers.push(handler)
      return () => undefined
    },
    close: () => void lines.push('closed'),
  }
  const forwarding = new Forwarding({
    self,
    port,
    tracks: new Store(NO_TRACKS),
    openCoder: () => {
      lines.push('opened')
      return seals ? coder : null
    },
    routing: () => NO_ROUTING,
    createConnection: () => {
      const connection = new FakeConnection()
      connections.push(connection)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a line uses
      return connection as unknown as RTCPeerConnection
    },
  })
  /** Somebody comes into the room. */
  const meets = () => {
    const id = aPerson()
    const pipes = fakePipePair()
    const said: unknown[] = []
    pipes.right.on('message', (data) => said.push(typeof data === 'string' ? JSON.parse(data) : data))
    const call = {
      pipes: { control: pipes.left },
      shown: null as OtherWay | null,
      held: false,
      showInstead: (other: OtherWay | null) => void (call.shown = other),
      hold: (held: boolean) => void (call.held = held),
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the control pipe this uses what every pipe has
    const leave = forwarding.attach(id, call as unknown as Parameters<Forwarding['attach']>[1])
    pipes.open()
    const says = (comes: boolean): void => {
      pipes.right.send(JSON.stringify({ type: 'forwarded', comes }))
      pipes.settle()
    }
    /** What this page told them last of what comes. */
    const told = (): unknown => {
      pipes.settle()
      return said.findLast((message) => Reflect.get(Object(message), 'type') === 'forwarded')
    }
    return { id, call, leave, says, told }
  }
  const opens = (id: PersonId): void => {
    for (const tell of openedHandlers) tell(id)
  }
  const breaks = (): void => {
    for (const tell of brokenHandlers) tell()
  }
  const states = () => connections.map(({ connectionState }) => connectionState)
  return {
    self,
    forwarding,
    connections,
    lines,
    states,
    meets,
    opens,
    breaks,
    ...server,
  }
}

/** Five people in a room, and what this page sends goes by the server. */
export async function aRoomOfFive() {
  const page = aPage()
  const others = [page.meets(), page.meets(), page.meets(), page.meets()] as const
  await settle()
  page.connections[0]?.become('connected')
  return { page, others }
}

/** As `aRoomOfFive`, with the picture of the first other one coming by the server. */
export async function aForwardedPicture() {
  const { page, others } = await aRoomOfFive()
  const [other] = others
  page.says([other.id])
  await settle()
  page.connections[1]?.become('connected')
  page.opens(other.id)
  return { page, other, others }
}
