import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Restarter } from './restarter.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A connection on which something arrives as long as `arrives` is set; the other page can be reached. */
async function aBusyLine() {
  const line = { arrives: true, told: [] as string[] }
  let count = 0
  const restarter = new Restarter({
    received: async () => (line.arrives ? (count += 1) : count),
    reach: async () => undefined,
    restart: () => line.told.push('restart'),
    replace: () => line.told.push('replace'),
    onBroken: () => line.told.push('broken'),
    onFlowing: () => line.told.push('flowing'),
  })
  restarter.follow('connected')
  await vi.advanceTimersByTimeAsync(5_000)
  line.told.length = 0
  return { line, restarter }
}

describe('[B6] the restarter', () => {
  it('knows a dead line within two seconds, and then looks for a route', async () => {
    const { line, restarter } = await aBusyLine()
    line.arrives = false
    await vi.advanceTimersByTimeAsync(2_000)
    expect(line.told.filter((what) => what !== 'flowing')).toEqual(['broken', 'restart'])
    restarter.close()
  })

  it('does not take news of the network in a break for a line that is back', async () => {
    const { line, restarter } = await aBusyLine()
    line.arrives = false
    await vi.advanceTimersByTimeAsync(2_000)
    line.told.length = 0
    restarter.doubt()
    await vi.advanceTimersByTimeAsync(700)
    expect(line.told).not.toContain('flowing')
    line.arrives = true
    await vi.advanceTimersByTimeAsync(500)
    expect(line.told).toContain('flowing')
    restarter.close()
  })

  it('leaves a restart that the other side has just asked for to find its routes', async () => {
    const { line, restarter } = await aBusyLine()
    line.arrives = false
    await vi.advanceTimersByTimeAsync(900)
    restarter.restartNow()
    await vi.advanceTimersByTimeAsync(1_900)
    expect(line.told.filter((what) => what !== 'flowing')).toEqual(['restart', 'broken'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(line.told.filter((what) => what === 'restart')).toHaveLength(2)
    restarter.close()
  })
})
