import type { IceServer } from '@visita/protocol'
import { describe, expect, it, vi } from 'vitest'
import type { Routing } from '../open-connection.ts'
import type { ProbeOptions, Reach, SingleServer } from '../reach/probe.ts'
import { RelayRanking } from './relay-ranking.ts'

const NEAR = { urls: ['turn:near:3478'], username: 'u', credential: 'c' }
const NEAR_STRICT = { urls: ['turns:near:443?transport=tcp'], username: 'u', credential: 'c' }
const FAR = { urls: ['turn:far:3478'], username: 'u', credential: 'c' }
const ADDRESS = { urls: ['stun:near:3478'] }

const reached = (milliseconds: number): Reach => ({ outcome: 'reached', milliseconds })
const SILENT: Reach = { outcome: 'silent' }
/** Its probe does not end. */
const NEVER: unique symbol = Symbol('never')

function aRanking(reaches: Record<string, Reach | typeof NEVER>) {
  const asked: string[] = []
  let clock = 0
  const ranking = new RelayRanking({
    now: () => clock,
    probe: (servers: readonly SingleServer[], _options?: ProbeOptions) =>
      Promise.all(
        servers.map(async (server) => {
          const [url] = server.urls
          asked.push(url)
          const reach = reaches[url] ?? SILENT
          if (reach === NEVER) return new Promise<never>(() => undefined)
          return { server, way: 'relay_udp' as const, ...reach }
        }),
      ),
  })
  const order = (...servers: IceServer[]): string[] => {
    const routing: Routing = { servers, only: false }
    return ranking.order(routing).servers.flatMap(({ urls }) => urls)
  }
  return { ranking, asked, order, pass: (milliseconds: number) => (clock += milliseconds) }
}

describe('[B4] several relays', () => {
  it('are taken as the clinic names them while nothing is known', () => {
    const { order } = aRanking({})
    expect(order(FAR, NEAR)).toEqual(['turn:far:3478', 'turn:near:3478'])
  })

  it('are ordered by how soon they answer, each with all the ways to it', async () => {
    const { ranking, order } = aRanking({
      'turn:far:3478': reached(90),
      'turn:near:3478': reached(10),
      'turns:near:443?transport=tcp': reached(120),
    })
    await ranking.measure([FAR, NEAR, NEAR_STRICT])
    expect(order(FAR, NEAR, NEAR_STRICT)).toEqual([
      'turn:near:3478',
      'turns:near:443?transport=tcp',
      'turn:far:3478',
    ])
  })

  it('lose the one that is dead, with all the ways to it', async () => {
    const { ranking, order } = aRanking({ 'turn:far:3478': reached(90), 'stun:near:3478': reached(5) })
    await ranking.measure([ADDRESS, NEAR, NEAR_STRICT, FAR])
    expect(order(ADDRESS, NEAR, NEAR_STRICT, FAR)).toEqual(['turn:far:3478'])
  })

  it('keep one whose UDP alone is blocked', async () => {
    const { ranking, order } = aRanking({
      'turns:near:443?transport=tcp': reached(120),
      'turn:far:3478': reached(90),
    })
    await ranking.measure([NEAR, NEAR_STRICT, FAR])
    expect(order(NEAR, NEAR_STRICT, FAR)).toEqual([
      'turn:far:3478',
      'turn:near:3478',
      'turns:near:443?transport=tcp',
    ])
  })

  it('all stay where none answers: it is the network that is away', async () => {
    const { ranking, order } = aRanking({})
    await ranking.measure([NEAR, FAR])
    expect(order(NEAR, FAR)).toHaveLength(2)
  })

  it('are not measured again for five minutes, and then are', async () => {
    const { ranking, asked, order, pass } = aRanking({ 'turn:far:3478': reached(9) })
    await ranking.measure([NEAR, FAR])
    pass(5 * 60_000 - 1)
    await ranking.measure([NEAR, FAR])
    expect(asked).toHaveLength(2)
    pass(1)
    expect(order(NEAR, FAR)).toHaveLength(2)
    await ranking.measure([NEAR, FAR])
    expect(asked).toHaveLength(4)
  })

  it('are not measured where there is but one, whatever the ways to it', async () => {
    const { ranking, asked } = aRanking({})
    await ranking.measure([ADDRESS, NEAR, NEAR_STRICT])
    expect(asked).toEqual([])
  })

  it('are judged by no look that was cut short', async () => {
    const { ranking, order } = aRanking({ 'turn:far:3478': reached(9) })
    await ranking.look([NEAR, FAR], AbortSignal.abort())
    expect(order(NEAR, FAR)).toHaveLength(2)
  })

  it('are taken anew in a break: the first that answers comes first, and nobody waits for the dead one', async () => {
    const reaches: Record<string, Reach | typeof NEVER> = {
      'turn:near:3478': reached(10),
      'turn:far:3478': reached(90),
    }
    const { ranking, order, asked } = aRanking(reaches)
    await ranking.measure([NEAR, FAR])
    reaches['turn:near:3478'] = NEVER
    await ranking.refresh([NEAR, FAR])
    expect(order(NEAR, FAR)).toEqual(['turn:far:3478', 'turn:near:3478'])
    await ranking.refresh([NEAR, FAR])
    expect(asked).toHaveLength(4)
  })

  it('are not waited for long in a break in which none answers', async () => {
    vi.useFakeTimers()
    const { ranking, order } = aRanking({ 'turn:near:3478': NEVER, 'turn:far:3478': NEVER })
    const refreshed = ranking.refresh([NEAR, FAR])
    await vi.advanceTimersByTimeAsync(800)
    await refreshed
    expect(order(NEAR, FAR)).toEqual(['turn:near:3478', 'turn:far:3478'])
    vi.useRealTimers()
  })
})
