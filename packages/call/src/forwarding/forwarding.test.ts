import { personIdSchema, type PersonId } from '@visita/protocol'
import { v4 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OtherWay } from '../call.ts'
import { NO_ROUTING } from '../open-connection.ts'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import { Store } from '../store.ts'
import { FakeConnection, fakePipePair } from '../testing/index.ts'
import { NO_TRACKS } from '../tracks.ts'
import { Forwarding } from './forwarding.ts'
import type { ForwardingPort } from './forwarding-port.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const aPerson = (): PersonId => personIdSchema.parse(v4())
const settle = async (): Promise<void> => {
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

function aPage({ seals = true } = {}) {
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
async function aRoomOfFive() {
  const page = aPage()
  const others = [page.meets(), page.meets(), page.meets(), page.meets()] as const
  await settle()
  page.connections[0]?.become('connected')
  return { page, others }
}

/** As `aRoomOfFive`, with the picture of the first other one coming by the server. */
async function aForwardedPicture() {
  const { page, others } = await aRoomOfFive()
  const [other] = others
  page.says([other.id])
  await settle()
  page.connections[1]?.become('connected')
  page.opens(other.id)
  return { page, other, others }
}

describe('[X6] a room of five', () => {
  it('sends all lines once, sealed, and four people do not', async () => {
    const page = aPage()
    for (let count = 0; count < 3; count += 1) page.meets()
    await settle()
    expect([page.asked, page.connections]).toEqual([[], []])
    page.meets()
    await settle()
    expect(page.asked).toEqual(['look', 'publish'])
    expect(page.lines).toEqual([
      'opened',
      'seal microphone',
      'seal camera',
      'seal secondCamera',
      'seal screen',
    ])
    page.forwarding.close()
    expect([page.states(), vi.getTimerCount()]).toEqual([['closed'], 0])
  })

  it('shows what comes by the server once a frame was opened, and only then asks for nothing direct', async () => {
    const { page, others } = await aRoomOfFive()
    const [other] = others
    page.says([other.id])
    await settle()
    expect(page.asked.slice(2)).toEqual([`subscribe ${other.id}`, `answer ${other.id}`])
    expect(page.lines.slice(5)).toEqual([
      'open microphone',
      'open camera',
      'open secondCamera',
      'open screen',
    ])
    expect([other.call.shown, other.told()]).toEqual([null, { type: 'forwarded', comes: false }])
    page.opens(other.id)
    expect(other.call.shown?.tracks.camera).toBeTruthy()
    expect(other.told()).toEqual({ type: 'forwarded', comes: true })
    page.forwarding.close()
  })

  it('holds the direct lines to whoever says that it comes by the server, and to nobody else', async () => {
    const { page, others } = await aRoomOfFive()
    others[0].says(true)
    expect(others.map(({ call }) => call.held)).toEqual([true, false, false, false])
    others[0].says(false)
    expect(others[0].call.held).toBe(false)
    page.forwarding.close()
  })

  it('goes on directly when the server is gone, and tries again', async () => {
    const { page, other } = await aForwardedPicture()
    other.says(true)
    page.server.isDown = true
    page.says([])
    page.connections[0]?.become('failed')
    await settle()
    expect([other.call.shown, other.call.held, other.told()]).toEqual([
      null,
      false,
      { type: 'forwarded', comes: false },
    ])
    page.server.isDown = false
    vi.advanceTimersByTime(10_000)
    await settle()
    expect(page.asked.slice(-2)).toEqual(['look', 'publish'])
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks again for the picture of somebody whose line failed', async () => {
    const { page, other } = await aForwardedPicture()
    page.connections[1]?.become('disconnected')
    vi.advanceTimersByTime(4_000)
    expect(other.told()).toEqual({ type: 'forwarded', comes: false })
    vi.advanceTimersByTime(5_000)
    await settle()
    expect(page.asked.filter((what) => what === `subscribe ${other.id}`)).toHaveLength(2)
    page.forwarding.close()
  })

  it('goes directly again ten seconds after it has become four, first the one way and then not the other', async () => {
    const { page, other, others } = await aForwardedPicture()
    others[3].leave()
    vi.advanceTimersByTime(9_999)
    expect(other.told()).toEqual({ type: 'forwarded', comes: true })
    vi.advanceTimersByTime(1)
    expect([other.told(), other.call.shown === null]).toEqual([{ type: 'forwarded', comes: false }, false])
    vi.advanceTimersByTime(1_500)
    expect([other.call.shown, page.states()]).toEqual([null, ['connected', 'closed']])
    vi.advanceTimersByTime(1_500)
    expect([page.states(), page.asked.at(-1)]).toEqual([['closed', 'closed'], `stop ${page.self}`])
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not change back and forth where one goes and another comes', async () => {
    const { page, others } = await aRoomOfFive()
    others[3].leave()
    vi.advanceTimersByTime(5_000)
    page.meets()
    vi.advanceTimersByTime(60_000)
    await settle()
    expect([page.states(), page.asked]).toEqual([['connected'], ['look', 'publish']])
    page.forwarding.close()
  })

  it('stays direct where there is no server: asks once, and makes no worker, also when somebody leaves', async () => {
    const page = aPage()
    page.server.offered = false
    const others = [page.meets(), page.meets(), page.meets(), page.meets(), page.meets()]
    await settle()
    others[0]?.leave()
    vi.advanceTimersByTime(120_000)
    page.forwarding.lookAgain()
    await settle()
    expect([page.asked, page.connections, page.lines]).toEqual([['look'], [], []])
    page.forwarding.close()
  })

  it('stays direct in a browser that cannot seal: nothing plain is ever sent to the server', async () => {
    const page = aPage({ seals: false })
    const others = [page.meets(), page.meets(), page.meets(), page.meets()]
    page.says(others.map(({ id }) => id))
    await settle()
    vi.advanceTimersByTime(120_000)
    expect([page.asked, page.connections]).toEqual([['look'], []])
    page.forwarding.close()
  })

  it('goes on directly where the worker that seals cannot be run', async () => {
    const { page, other } = await aForwardedPicture()
    page.breaks()
    vi.advanceTimersByTime(120_000)
    page.meets()
    page.forwarding.lookAgain()
    await settle()
    expect([other.call.shown, other.told()]).toEqual([null, { type: 'forwarded', comes: false }])
    expect([page.states(), page.lines.at(-1)]).toEqual([['closed', 'closed'], 'closed'])
    expect(page.asked.filter((what) => what === 'look')).toHaveLength(1)
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
