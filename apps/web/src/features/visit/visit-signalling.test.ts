import { connectionIdSchema, pageIdSchema, type Signal } from '@visita/protocol'
import { afterEach, expect, it, vi } from 'vitest'
import { refusalCodeOf } from '../../platform/refused.ts'
import { aSocket } from '../../platform/testing/fake-socket.ts'
import { aPerson, aRoomId } from '../../platform/testing/samples.ts'
import { VisitSignalling } from './visit-signalling.ts'

const uuid = '0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'
const { id: theirs } = aPerson(2)
const signal: Signal = {
  kind: 'hello',
  page: pageIdSchema.parse(uuid),
  from: connectionIdSchema.parse(uuid),
  to: null,
}

afterEach(() => {
  vi.useRealTimers()
})

function aPort() {
  const { wire, socket } = aSocket()
  wire.open()
  return { wire, port: new VisitSignalling(socket, { roomId: aRoomId(), to: theirs }) }
}

it('[B2] a signal is sent when the other page has it', async () => {
  const { wire, port } = aPort()
  const sending = port.send(signal)
  expect(await wire.answer('room:signal', {})).toEqual({ roomId: aRoomId(), to: theirs, signal })
  await expect(sending).resolves.toBeUndefined()
})

it('[B2] a signal that did not arrive is reported to its sender', async () => {
  const { wire, port } = aPort()
  const sending = port.send(signal).catch(refusalCodeOf)
  await wire.refuse('room:signal', 'peer_absent')
  expect(await sending).toBe('peer_absent')
  wire.drop()
  await expect(port.send(signal)).rejects.toMatchObject({ code: 'offline' })
})

it('[B3] tells when the server knows this page in the room no more', async () => {
  const { wire, port } = aPort()
  let told = 0
  port.onUnseated(() => (told += 1))
  for (const code of ['peer_absent', 'visit_ended'] as const) {
    const sending = port.send(signal).catch(refusalCodeOf)
    await wire.refuse('room:signal', code)
    await sending
  }
  expect(told).toBe(1)
})

it('[B1] hears the signals of its own room and person only, and none after it was disposed', () => {
  const { wire, port } = aPort()
  const heard: Signal[] = []
  port.onSignal((message) => heard.push(message))
  wire.tell('room:signal', { roomId: aRoomId(2), from: theirs, signal })
  wire.tell('room:signal', { roomId: aRoomId(), from: aPerson(3).id, signal })
  expect(heard).toEqual([])
  wire.tell('room:signal', { roomId: aRoomId(), from: theirs, signal })
  expect(heard).toEqual([signal])
  port.dispose()
  wire.tell('room:signal', { roomId: aRoomId(), from: theirs, signal })
  expect(heard).toHaveLength(1)
})

it('says when the other page can be reached again', () => {
  const { port } = aPort()
  let reachable = 0
  const release = port.onReachable(() => (reachable += 1))
  port.announceReachable()
  release()
  port.announceReachable()
  expect(reachable).toBe(1)
})

it('[B6] tells once of a hello without an answer, and of none after its end', async () => {
  vi.useFakeTimers()
  const { port } = aPort()
  let told = 0
  port.onUnanswered(() => (told += 1))
  void port.send(signal)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toBe(1)
  void port.send(signal)
  port.dispose()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toBe(1)
})
