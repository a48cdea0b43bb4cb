import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aCall, aPage, current, expectAgreement, settle } from './call.fixtures.ts'
import { Standby } from './standby.ts'
import { FakeConnection, fakeSignallingPair } from './testing/index.ts'
import { NO_ROUTING } from './open-connection.ts'
import { NO_TRACKS } from './tracks.ts'

const aTrack = (kind: string): MediaStreamTrack => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its kind is looked at
  return { kind } as MediaStreamTrack
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('setting up', () => {
  it('[B2] both sides agree on one offer, made by the caller', async () => {
    const { caller, callee } = await aCall()
    expectAgreement(caller, callee)
    expect(current(caller).agreed?.offer).toContain(`of ${current(caller).name}`)
  })

  it('[A17] the media lines are the same four on both sides, whatever is sent', async () => {
    const { caller, callee } = await aCall()
    for (const page of [caller, callee]) {
      const lines = current(page).getTransceivers()
      expect(lines.map(({ kind, direction }) => [kind, direction])).toEqual([
        ['audio', 'sendrecv'],
        ['video', 'sendrecv'],
        ['video', 'sendrecv'],
        ['video', 'sendrecv'],
      ])
      expect(page.call.remote.get().tracks.secondCamera?.kind).toBe('video')
    }
  })

  it('an offer that came before the other page listened is sent again when that page says hello', async () => {
    const [left, right] = fakeSignallingPair()
    const caller = aPage(left, false)
    await settle()
    const callee = aPage(right, true)
    await settle()
    expectAgreement(caller, callee)
  })

  it.each([0, 50])('[A5] with what both made while it rang, %i turns before', async (turns) => {
    const made: FakeConnection[] = []
    const aStandby = (): Standby =>
      new Standby(() => {
        const connection = new FakeConnection()
        made.push(connection)
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what a Peer uses
        return connection as unknown as RTCPeerConnection
      })
    const [ofCaller, ofCallee] = [aStandby(), aStandby()]
    ofCaller.prepare({ polite: false, routing: NO_ROUTING, tracks: NO_TRACKS })
    ofCallee.prepare({ polite: true })
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    const [left, right] = fakeSignallingPair()
    const callee = aPage(right, true, { standby: ofCallee })
    const caller = aPage(left, false, { standby: ofCaller })
    const camera = aTrack('video')
    caller.tracks.set({ ...NO_TRACKS, camera })
    await settle()
    expect([...caller.connections, ...callee.connections]).toEqual([])
    expect(made.map(({ signalingState }) => signalingState)).toEqual(['stable', 'stable'])
    expect(made[0]?.agreed).not.toBeNull()
    expect(made[0]?.agreed).toEqual(made[1]?.agreed)
    expect(made[0]?.getTransceivers()[1]?.sender.track).toBe(camera)
    caller.call.close()
    callee.call.close()
    expect(made.map(({ connectionState }) => connectionState)).toEqual(['closed', 'closed'])
  })

  it('two offers at the same moment end in one agreement', async () => {
    const { caller, callee } = await aCall()
    current(caller).restartIce()
    current(callee).restartIce()
    await settle()
    expectAgreement(caller, callee)
  })
})

describe('during the call', () => {
  it('[A8] another camera replaces the track and negotiates nothing', async () => {
    const { caller, callee } = await aCall()
    const before = current(caller).agreed
    const camera = aTrack('video')
    caller.tracks.set({ ...NO_TRACKS, camera })
    await settle()
    expect(current(caller).getTransceivers()[1]?.sender.track).toBe(camera)
    expect(current(caller).agreed).toBe(before)
    expectAgreement(caller, callee)
  })

  it('a socket that was away changes nothing: same connections, no new offer', async () => {
    const { caller, callee } = await aCall()
    const before = current(caller).agreed
    caller.port.online = false
    caller.port.online = true
    caller.port.emit('reachable', undefined)
    callee.port.emit('reachable', undefined)
    await settle()
    expect(caller.connections).toHaveLength(1)
    expect(callee.connections).toHaveLength(1)
    expect(current(caller).agreed).toBe(before)
  })

  it('an offer that was lost in a dead socket is sent again when the other side is reachable', async () => {
    const { caller, callee } = await aCall()
    caller.port.online = false
    current(caller).restartIce()
    await settle()
    expect(current(caller).signalingState).toBe('have-local-offer')
    caller.port.online = true
    caller.port.emit('reachable', undefined)
    await settle()
    expectAgreement(caller, callee)
    expect(current(caller).agreed?.offer).toMatch(/^offer 2/)
  })

  it('an answer that was lost is sent again too', async () => {
    const { caller, callee } = await aCall()
    callee.port.send = async () => {
      throw new Error('not delivered')
    }
    current(caller).restartIce()
    await settle()
    expect(current(caller).signalingState).toBe('have-local-offer')
    Reflect.deleteProperty(callee.port, 'send')
    callee.port.emit('reachable', undefined)
    await settle()
    expectAgreement(caller, callee)
  })
})

describe('a page that was reloaded', () => {
  it.each(['caller', 'callee'] as const)('is met with a new connection when it is the %s’s', async (who) => {
    const { caller, callee } = await aCall()
    const [reloaded, stays] = who === 'caller' ? [caller, callee] : [callee, caller]
    reloaded.call.close()
    const again = aPage(reloaded.port, who === 'callee')
    await settle()
    expect(stays.connections).toHaveLength(2)
    expect(stays.connections[0]?.signalingState).toBe('closed')
    expectAgreement(stays, again)
  })

  it('what was meant for its earlier connection does not reach the new one', async () => {
    const { caller, callee } = await aCall()
    const late = callee.port.sent.filter(({ kind, to }) => kind === 'description' && to !== null)
    expect(late).not.toHaveLength(0)
    caller.call.close()
    const again = aPage(caller.port, false)
    for (const signal of late) caller.port.emit('signal', signal)
    await settle()
    expectAgreement(again, callee)
    expect(again.connections).toHaveLength(1)
  })

  it('a late word of the page before the reload delays the agreement and does not prevent it', async () => {
    const { caller, callee } = await aCall()
    const [late] = callee.port.sent
    callee.call.close()
    const again = aPage(callee.port, true)
    await settle()
    if (late) caller.port.emit('signal', late)
    await settle()
    expectAgreement(caller, again)
  })
})

describe('the end', () => {
  it('[B3] closing releases the connection, its channels and the port', async () => {
    const { caller, callee } = await aCall()
    const closed = vi.fn<() => void>()
    current(caller).become('connected')
    caller.call.pipes.chat.on('close', closed)
    caller.call.close()
    expect(current(caller).connectionState).toBe('closed')
    expect(closed).toHaveBeenCalledOnce()
    expect(caller.call.pipes.chat.isOpen).toBe(false)
    expect(caller.call.state.get().phase).toBe('closed')
    const hello = callee.port.sent.find(({ kind }) => kind === 'hello')
    expect(hello && caller.port.emit('signal', hello)).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(caller.connections).toHaveLength(1)
  })
})
