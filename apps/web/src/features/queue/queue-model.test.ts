import { describe, expect, it, vi } from 'vitest'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { aQueuedRequest, aRequestId } from '../../platform/testing/requests.ts'
import { aRingId, NO_RELAYS } from '../../platform/testing/samples.ts'
import { LobbyModel } from '../lobby/lobby-model.ts'
import { QueueModel } from './queue-model.ts'
import { minutesSince } from './waited.ts'

/** A doctor's page, with somebody waiting. */
async function aDoctorsPage() {
  const { wire, socket } = aSocket()
  const lobby = new LobbyModel(socket)
  const queue = new QueueModel({ socket, lobby })
  const arrived = vi.fn<() => void>()
  queue.on('arrived', arrived)
  const stop = queue.start()
  wire.open()
  await wire.answer('queue:look', { requests: [aQueuedRequest(1)] })
  return { wire, lobby, queue, arrived, stop }
}

describe('[B1] the queue', () => {
  it('is live, and says when somebody comes who was not there', async () => {
    const { wire, queue, arrived } = await aDoctorsPage()
    expect(queue.state.get()).toEqual({ status: 'listed', requests: [aQueuedRequest(1)] })
    expect(arrived).not.toHaveBeenCalled()
    const both = [aQueuedRequest(2, { urgent: true }), aQueuedRequest(1)]
    wire.tell('queue:changed', {})
    await wire.answer('queue:look', { requests: both })
    expect(queue.state.get()).toEqual({ status: 'listed', requests: both })
    expect(arrived).toHaveBeenCalledOnce()
    wire.tell('queue:changed', {})
    await wire.answer('queue:look', { requests: [aQueuedRequest(1, { presence: 'away' })] })
    expect(arrived).toHaveBeenCalledOnce()
  })

  it('is asked for again when the line is back, and by nobody after its end', async () => {
    const { wire, stop } = await aDoctorsPage()
    wire.drop()
    wire.open()
    expect(wire.requests('queue:look')).toHaveLength(2)
    stop()
    wire.tell('queue:changed', {})
    expect(wire.requests('queue:look')).toHaveLength(2)
  })

  it('shows what was true a moment ago while there is no line, and why it cannot be seen', async () => {
    const { wire, queue } = await aDoctorsPage()
    wire.drop()
    await queue.look()
    expect(queue.state.get().status).toBe('listed')
    wire.open()
    await wire.refuse('queue:look', 'forbidden')
    expect(queue.state.get()).toEqual({ status: 'failed', code: 'forbidden' })
  })
})

describe('[B1] starting a visit', () => {
  it('rings the patient, who has asked for it', async () => {
    const { wire, lobby, queue } = await aDoctorsPage()
    const calling = queue.call(aQueuedRequest(1))
    const asked = await wire.answer('queue:accept', {
      outcome: 'ringing',
      ringId: aRingId(),
      relays: NO_RELAYS,
    })
    await calling
    expect(asked).toEqual({ requestId: aRequestId(1) })
    expect(lobby.state.get().ring).toMatchObject({
      status: 'outgoing',
      to: aQueuedRequest().patient,
      ringId: aRingId(),
    })
  })

  it.each(['person_busy', 'request_over', 'person_gone'] as const)(
    'that is refused as %s says so, and shows the queue as it is',
    async (code) => {
      const { wire, lobby, queue } = await aDoctorsPage()
      const calling = queue.call(aQueuedRequest(1))
      await wire.refuse('queue:accept', code)
      await calling
      await settled()
      expect(lobby.state.get()).toMatchObject({
        ring: { status: 'none' },
        notice: { side: 'caller', what: code, name: aQueuedRequest().patient.displayName },
      })
      expect(wire.requests('queue:look')).toHaveLength(2)
    },
  )
})

it('how long somebody has waited is never less than nothing, whatever the clocks say', () => {
  expect([minutesSince(60_000, 0), minutesSince(0, 59_999), minutesSince(0, 180_000)]).toEqual([0, 0, 3])
})
