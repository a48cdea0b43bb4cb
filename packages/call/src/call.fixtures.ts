import { connectionIdSchema, pageIdSchema, roomIdSchema } from '@visita/protocol'
import { v4 } from 'uuid'
import { expect } from 'vitest'
import { Call } from './call.ts'
import { NO_ROUTING } from './open-connection.ts'
import type { Standby } from './standby.ts'
import { Store } from './store.ts'
import { FakeConnection, type FakeSignalling, fakeSignallingPair } from './testing/index.ts'
import { NO_TRACKS, type Tracks } from './tracks.ts'

export interface Page {
  call: Call
  connections: FakeConnection[]
  tracks: Store<Tracks>
  port: FakeSignalling
}

/** One side's page on its way to the other; opening a second one on the same port is a reload. */
export function aPage(
  port: FakeSignalling,
  polite: boolean,
  { standby, prepareRoutes }: { standby?: Standby; prepareRoutes?: () => Promise<void> } = {},
): Page {
  const connections: FakeConnection[] = []
  const tracks = new Store<Tracks>(NO_TRACKS)
  const call = new Call({
    roomId: roomIdSchema.parse('room-00000000000000000001'),
    polite,
    routing: NO_ROUTING,
    signalling: port,
    media: {
      tracks,
      outgoing: new Store({ microphone: 'none', camera: 'none', secondCamera: 'none', screen: 'none' }),
    },
    prepared: standby?.take({ polite, routing: NO_ROUTING }) ?? null,
    ...(prepareRoutes ? { prepareRoutes } : {}),
    page: pageIdSchema.parse(v4()),
    newConnectionId: () => connectionIdSchema.parse(v4()),
    createConnection: () => {
      const connection = new FakeConnection()
      connections.push(connection)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a Peer uses
      return connection as unknown as RTCPeerConnection
    },
  })
  return { call, connections, tracks, port }
}

export const current = ({ connections }: Page): FakeConnection => {
  const connection = connections.at(-1)
  if (!connection) throw new Error('the page has no connection')
  return connection
}

/* Everything the fakes do is done in microtasks. */
export const settle = async (): Promise<void> => {
  for (let round = 0; round < 100; round += 1) await Promise.resolve()
}

export async function aCall(
  prepareRoutes: { caller?: () => Promise<void>; callee?: () => Promise<void> } = {},
): Promise<{ caller: Page; callee: Page }> {
  const [left, right] = fakeSignallingPair()
  const prepared = (side: 'caller' | 'callee') => {
    const prepare = prepareRoutes[side]
    return prepare ? { prepareRoutes: prepare } : {}
  }
  const caller = aPage(left, false, prepared('caller'))
  const callee = aPage(right, true, prepared('callee'))
  await settle()
  return { caller, callee }
}

export const expectAgreement = (one: Page, other: Page): void => {
  expect(current(one).signalingState).toBe('stable')
  expect(current(other).signalingState).toBe('stable')
  expect(current(one).agreed).not.toBeNull()
  expect(current(one).agreed).toEqual(current(other).agreed)
}
