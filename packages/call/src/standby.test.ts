import { beforeEach, describe, expect, it } from 'vitest'
import { NO_ROUTING } from './open-connection.ts'
import { Standby } from './standby.ts'
import { FakeConnection } from './testing/index.ts'
import { NO_TRACKS } from './tracks.ts'

const servers = [{ urls: ['stun:stun.example.org'] }]
const routing = { servers, only: true }
const CALLER = { polite: false, routing, tracks: NO_TRACKS } as const
const CALLEE = { polite: true } as const

let made: FakeConnection[]
let standby: Standby
beforeEach(() => {
  made = []
  standby = new Standby((configuration) => {
    const connection = new FakeConnection()
    connection.setConfiguration(configuration)
    made.push(connection)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a Standby uses
    return connection as unknown as RTCPeerConnection
  })
})

const settle = async (): Promise<void> => {
  for (let round = 0; round < 10; round += 1) await Promise.resolve()
}

describe('[A5] a connection made while it rings', () => {
  it('of the caller has its lines and its offer before anybody accepts', async () => {
    standby.prepare(CALLER)
    await settle()
    expect(made[0]?.localDescription?.sdp).toContain('audio,video,video,video')
    expect(made[0]?.configuration).toMatchObject({ iceServers: servers, iceTransportPolicy: 'relay' })
    expect(standby.take(CALLER)?.connection).toBe(made[0])
  })

  it('of the callee has no lines, and learns its servers with the seat', async () => {
    standby.prepare(CALLEE)
    await settle()
    expect(made[0]?.localDescription).toBeNull()
    expect(standby.take({ ...CALLEE, routing })?.connection).toBe(made[0])
    expect(made[0]?.configuration).toMatchObject({ iceServers: servers, iceTransportPolicy: 'relay' })
  })

  it('is made once for a ring, and is taken once', () => {
    standby.prepare(CALLER)
    standby.prepare(CALLER)
    expect(made).toHaveLength(1)
    expect(standby.take(CALLER)).not.toBeNull()
    expect(standby.take(CALLER)).toBeNull()
    standby.release()
    expect(made[0]?.connectionState).toBe('new')
  })

  it('for the other side is not taken, and is closed for one of this side', () => {
    standby.prepare(CALLER)
    expect(standby.take({ ...CALLEE, routing: NO_ROUTING })).toBeNull()
    standby.prepare(CALLEE)
    expect(made.map(({ connectionState }) => connectionState)).toEqual(['closed', 'new'])
  })

  it('is closed when the ring comes to nothing', () => {
    standby.prepare(CALLEE)
    standby.release()
    expect(made[0]?.connectionState).toBe('closed')
    expect(standby.take({ ...CALLEE, routing: NO_ROUTING })).toBeNull()
  })
})
