import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { aSeat } from '../../platform/testing/samples.ts'
import { LineCheck } from './line-check.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const aLine = () => {
  const { wire, socket } = aSocket()
  wire.open()
  return { wire, socket, line: new LineCheck(socket, aSeat()) }
}

describe('[B6] a socket that may be dead', () => {
  it('is left as it is when the server answers, and not asked again at once', async () => {
    const { wire, line } = aLine()
    const checking = line.check()
    await wire.answer('room:join', aSeat())
    await checking
    await line.check()
    expect(wire.connects).toBe(0)
    expect(wire.requests('room:join')).toHaveLength(1)
  })

  it('is replaced at once when the server does not answer', async () => {
    const { wire, line } = aLine()
    const checking = line.check()
    await settled()
    for (const { fail } of wire.asked.splice(0)) fail(new Error('operation has timed out'))
    await checking
    expect(wire.connected).toBe(false)
    expect(wire.connects).toBe(1)
  })

  it('is left as it is when the server answers that the seat has moved', async () => {
    const { wire, line } = aLine()
    const checking = line.check()
    await wire.refuse('room:join', 'seat_moved')
    await checking
    expect(wire.connects).toBe(0)
  })

  it('and is known to be away does not wait for its next turn', async () => {
    const { wire, line } = aLine()
    wire.drop()
    await line.check()
    expect(wire.connects).toBe(1)
  })

  it('is not opened again where the server has refused the page', () => {
    const { wire, socket } = aLine()
    wire.drop()
    wire.refuseHandshake('protocol_mismatch')
    socket.reconnect()
    expect(wire.connects).toBe(0)
  })

  it('is given little time where answers came soon lately, and a second where none is known', async () => {
    const { wire, socket, line } = aLine()
    const first = line.check()
    await settled()
    expect(wire.patience).toBe(1_000)
    await vi.advanceTimersByTimeAsync(150)
    await wire.answer('room:join', aSeat())
    await first
    expect(socket.slowestAnswer).toBe(150)
    await vi.advanceTimersByTimeAsync(2_000)
    const second = line.check()
    await settled()
    expect(wire.patience).toBe(450)
    await wire.answer('room:join', aSeat())
    await second
  })
})
