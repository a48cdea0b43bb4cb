import { describe, expect, it } from 'vitest'
import { Refused } from './refused.ts'
import { aSocket, settled } from './testing/fake-socket.ts'
import { aPeer, aPerson, aRingId, aRoomId, aSeat } from './testing/samples.ts'

const online = () => {
  const { wire, socket } = aSocket()
  wire.open()
  return { wire, socket }
}

describe('the state of the socket', () => {
  it('follows the connection away and back', () => {
    const { wire, socket } = aSocket()
    const seen: string[] = []
    socket.state.subscribe(() => seen.push(socket.state.get().status))
    wire.open()
    wire.drop()
    wire.open()
    expect(seen).toEqual(['online', 'offline', 'online'])
  })

  it('leaves reconnecting to Socket.IO, except when the server has closed it', () => {
    const { wire } = online()
    wire.drop('transport close')
    expect(wire.connects).toBe(0)
    wire.open()
    wire.drop('io server disconnect')
    expect(wire.connects).toBe(1)
  })

  it.each(['protocol_mismatch', 'not_identified', 'too_fast'] as const)(
    'is refused, and stays so, when the handshake is answered %s',
    (code) => {
      const { wire, socket } = aSocket()
      wire.refuseHandshake(code)
      expect(socket.state.get()).toEqual({ status: 'refused', code })
      wire.drop()
      expect(socket.state.get()).toEqual({ status: 'refused', code })
    },
  )

  it('is offline when the server cannot be reached, for whatever words', () => {
    const { wire, socket } = aSocket()
    wire.refuseHandshake('xhr poll error')
    expect(socket.state.get()).toEqual({ status: 'offline' })
  })

  it('is offline after one has left', () => {
    const { socket } = online()
    socket.disconnect()
    expect(socket.state.get()).toEqual({ status: 'offline' })
  })
})

const refusalOf = async (asking: Promise<unknown>): Promise<unknown> =>
  asking.then(
    () => 'taken',
    (error: unknown) => (error instanceof Refused ? error.code : error),
  )

describe('a request', () => {
  it('gives the parsed answer', async () => {
    const { wire, socket } = online()
    const asking = socket.request('ring:accept', { ringId: aRingId() })
    expect(await wire.answer('ring:accept', aSeat())).toEqual({ ringId: aRingId() })
    expect(await asking).toEqual(aSeat())
  })

  it('is refused with the server’s code', async () => {
    const { wire, socket } = online()
    const asking = refusalOf(socket.request('ring:start', { callee: aPerson(2).id }))
    await wire.refuse('ring:start', 'person_busy')
    expect(await asking).toBe('person_busy')
  })

  it('is not even tried without a connection', async () => {
    const { wire, socket } = aSocket()
    expect(await refusalOf(socket.request('lobby:enter', {}))).toBe('offline')
    expect(wire.heard).toEqual([])
  })

  it('is offline when the connection goes before the answer', async () => {
    const { wire, socket } = online()
    const asking = refusalOf(socket.request('lobby:enter', {}))
    wire.drop()
    expect(await asking).toBe('offline')
  })

  it.each([[undefined], [{}], [{ ok: true, value: { outcome: 'ringing' } }], [{ ok: false, error: 'x' }]])(
    'is refused as our own fault when the answer is %j',
    async (answer) => {
      const { wire, socket } = online()
      const asking = refusalOf(socket.request('ring:start', { callee: aPerson(2).id }))
      await settled()
      wire.asked[0]?.answer(answer)
      expect(await asking).toBe('internal')
    },
  )
})

describe('the server’s events', () => {
  it('are handed on, and acknowledged as taken when somebody listens', () => {
    const { wire, socket } = online()
    const acknowledged: unknown[] = []
    const acknowledge = (taken: unknown): void => void acknowledged.push(taken)
    const event = { roomId: aRoomId(), peer: aPeer({ presence: 'absent' }) }
    wire.receive('room:peer', event, acknowledge)
    const heard: unknown[] = []
    socket.on('room:peer', (message) => heard.push(message))
    wire.receive('room:peer', event, acknowledge)
    expect(heard).toEqual([event])
    expect(acknowledged).toEqual([false, true])
  })

  it.each([
    ['unknown', 'room:exploded', {}],
    ['of another’s shape', 'room:peer', { roomId: aRoomId() }],
    ['a name that every object has', 'constructor', {}],
    ['empty', 'room:peer', undefined],
  ])('are ignored when they are %s', (_, event, payload) => {
    const { wire, socket } = online()
    let heard = 0
    socket.on('room:peer', () => (heard += 1))
    wire.receive(event, payload)
    expect(heard).toBe(0)
  })
})
