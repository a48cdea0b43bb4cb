import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallState } from '../call.ts'
import { Store } from '../store.ts'
import { CauseFinder } from './cause-finder.ts'
import { aProbe } from './probe.fixtures.ts'
import type { Probe } from './probe.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const BLOCKED: Probe[] = [aProbe('relay_udp', { outcome: 'silent' })]
const OPEN: Probe[] = [aProbe('relay_udp', { outcome: 'reached', milliseconds: 20 })]

function aCallInTrouble() {
  const state = new Store<CallState>({ phase: 'connecting' })
  const looks: { signal: AbortSignal; find: (probes: Probe[]) => Promise<void> }[] = []
  const finder = new CauseFinder({
    call: { state },
    look: (signal) => {
      const { promise, resolve } = Promise.withResolvers<Probe[]>()
      const find = async (probes: Probe[]): Promise<void> => {
        resolve(probes)
        await vi.advanceTimersByTimeAsync(0)
      }
      looks.push({ signal, find })
      return promise
    },
  })
  const become = (phase: CallState['phase']): void => state.set({ phase })
  return { finder, looks, become }
}

describe('[B6] a call that does not connect', () => {
  it('is looked into after five seconds, and again after advice', async () => {
    const { finder, looks } = aCallInTrouble()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(looks).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    await looks[0]?.find(BLOCKED)
    expect(finder.cause.get()).toBe('network_blocks')
    await vi.advanceTimersByTimeAsync(10_000)
    await looks[1]?.find(OPEN)
    expect(finder.cause.get()).toBe('other_side')
  })

  it('costs no look where it connects in time', async () => {
    const { looks, become } = aCallInTrouble()
    become('connected')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks).toHaveLength(0)
  })

  it('that has connected meanwhile is not explained any more, nor by a look that comes late', async () => {
    const { finder, looks, become } = aCallInTrouble()
    await vi.advanceTimersByTimeAsync(5_000)
    become('connected')
    expect(looks[0]?.signal.aborted).toBe(true)
    await looks[0]?.find(BLOCKED)
    expect(finder.cause.get()).toBeNull()
  })

  it('and breaks later is looked into anew', async () => {
    const { finder, looks, become } = aCallInTrouble()
    become('connected')
    become('interrupted')
    await vi.advanceTimersByTimeAsync(5_000)
    await looks[0]?.find(BLOCKED)
    expect(finder.cause.get()).toBe('network_blocks')
    become('connected')
    expect(finder.cause.get()).toBeNull()
  })

  it('leaves no timer and no look when it is closed', async () => {
    const { finder, looks } = aCallInTrouble()
    await vi.advanceTimersByTimeAsync(5_000)
    finder.close()
    expect(looks[0]?.signal.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})
