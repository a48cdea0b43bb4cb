import type { Relays } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallState } from '../call.ts'
import { Store } from '../store.ts'
import { RelayKeeper } from './relay-keeper.ts'

const relays = (name: string, life: number | null = 3_600_000): Relays => ({
  servers: [{ urls: [`turn:${name}`], username: 'u', credential: 'c' }],
  only: false,
  life,
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aKeeper(life: number | null = 3_600_000) {
  const state = new Store<CallState>({ phase: 'connected' })
  const used: string[] = []
  let asked = 0
  let online = true
  const keeper = new RelayKeeper({
    call: { state, useServers: ({ servers }) => void used.push(servers[0]?.urls[0] ?? '') },
    relays: relays('first', life),
    ask: async () => {
      asked += 1
      if (!online) throw new Error('offline')
      return relays(`renewed-${asked}`, life)
    },
  })
  return { keeper, state, used, asked: () => asked, cut: () => (online = false), heal: () => (online = true) }
}

describe('[A14] [C2] the credentials for the relays', () => {
  it('are renewed in time, again and again', async () => {
    const { used } = aKeeper()
    await vi.advanceTimersByTimeAsync(3_600_000)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(used).toEqual(['turn:renewed-1', 'turn:renewed-2'])
  })

  it('are asked for again where the server could not be asked', async () => {
    const { used, cut, heal } = aKeeper(60_000)
    cut()
    await vi.advanceTimersByTimeAsync(51_000)
    expect(used).toEqual([])
    heal()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(used).toHaveLength(1)
  })

  it('are renewed at once where the call has lost its way', async () => {
    const { state, used } = aKeeper(null)
    state.set({ phase: 'interrupted' })
    await vi.advanceTimersByTimeAsync(0)
    expect(used).toEqual(['turn:renewed-1'])
  })

  it('that have no end are left alone, and so is a call that is over', async () => {
    const { asked } = aKeeper(null)
    const over = aKeeper()
    over.keeper.close()
    over.keeper.take(relays('late'))
    await vi.advanceTimersByTimeAsync(7_200_000)
    expect([asked(), over.asked(), over.used]).toEqual([0, 0, []])
  })
})
