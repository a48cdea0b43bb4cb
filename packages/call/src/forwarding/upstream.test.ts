import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aRoomOfFive, settle } from './forwarding.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('[X6] the line up', () => {
  it('[B5] gives up its picture when it loses too much, keeps the voice, and says so', async () => {
    const { page } = await aRoomOfFive()
    const [up] = page.connections
    if (up === undefined) throw new Error('nothing goes up')
    const loses = async (fractionLost: number, seconds: number): Promise<void> => {
      up.getStats = async () =>
        new Map([['loss', { type: 'remote-inbound-rtp', kind: 'audio', fractionLost }]])
      for (let second = 0; second < seconds; second += 1) {
        vi.advanceTimersByTime(1_000)
        await settle()
      }
    }
    const active = () => up.getTransceivers().map(({ sender }) => sender.getParameters().encodings[0]?.active)
    await loses(0.25, 4)
    expect([active(), page.forwarding.verdict]).toEqual([[true, true, true, true], 'weak'])
    await loses(0.4, 4)
    expect([active(), page.forwarding.verdict]).toEqual([[true, false, false, false], 'voice_only'])
    await loses(0, 30)
    expect([active(), page.forwarding.verdict]).toEqual([[true, true, true, true], 'good'])
    page.forwarding.close()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not lose the next line up with one that ends late', async () => {
    const { page, others } = await aRoomOfFive()
    others[3].leave()
    vi.advanceTimersByTime(10_000)
    page.meets()
    await settle()
    // Janus has hung up on the first, because the second took its place.
    page.connections[0]?.become('failed')
    page.connections[1]?.become('connected')
    vi.advanceTimersByTime(60_000)
    await settle()
    expect(page.asked.filter((what) => what === 'publish')).toHaveLength(2)
    page.forwarding.close()
    expect([page.states(), vi.getTimerCount()]).toEqual([['closed', 'closed'], 0])
  })
})
