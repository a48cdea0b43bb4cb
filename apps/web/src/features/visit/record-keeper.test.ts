import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refused, type RefusalCode } from '../../platform/refused.ts'
import { RecordKeeper } from './record-keeper.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A server that the test switches off and on, and what it has kept. */
function aKeeper() {
  const keeper = new RecordKeeper()
  const kept: string[] = []
  const server = { tries: 0, refusal: null as RefusalCode | null }
  const keep = (key: string, what = key): void =>
    keeper.keep(key, async () => {
      server.tries += 1
      await Promise.resolve()
      if (server.refusal) throw new Refused(server.refusal)
      kept.push(what)
    })
  return { keeper, kept, server, keep }
}

const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

describe('[B33] what must be kept', () => {
  it('is kept in order, one after another', async () => {
    const { keeper, kept, keep } = aKeeper()
    keep('message 1')
    keep('message 2')
    keep('file 1')
    expect(keeper.state.get()).toEqual({ waiting: 3, failed: 0 })
    await pass()
    expect(kept).toEqual(['message 1', 'message 2', 'file 1'])
    expect(keeper.state.get()).toEqual({ waiting: 0, failed: 0 })
  })

  it('goes on after everything was kept', async () => {
    const { kept, keep } = aKeeper()
    keep('message 1')
    await pass()
    keep('message 2')
    await pass()
    expect(kept).toEqual(['message 1', 'message 2'])
  })

  it('is, of the board, the newest only', async () => {
    const { kept, server, keep } = aKeeper()
    server.refusal = 'offline'
    keep('message 1')
    keep('board', 'board 1')
    keep('message 2')
    keep('board', 'board 2')
    await pass()
    server.refusal = null
    await pass(60_000)
    expect(kept).toEqual(['message 1', 'message 2', 'board 2'])
  })

  it('is also the board that was drawn while an earlier one was on its way', async () => {
    const { kept, keep } = aKeeper()
    keep('board', 'board 1')
    keep('board', 'board 2')
    await pass()
    expect(kept).toEqual(['board 1', 'board 2'])
  })
})

describe('[B33] while the server cannot take it', () => {
  it.each(['offline', 'too_fast', 'internal', 'storage_full', 'not_identified'] satisfies RefusalCode[])(
    'for being %s, nothing is lost, and it is tried again after longer and longer pauses',
    async (code) => {
      const { keeper, kept, server, keep } = aKeeper()
      server.refusal = code
      keep('message 1')
      const pauses: number[] = []
      for (let pause = 500; pauses.length < 7; pause += 500) {
        const { tries } = server
        await pass(500)
        if (server.tries === tries) continue
        pauses.push(pause)
        pause = 0
      }
      expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
      expect(keeper.state.get()).toEqual({ waiting: 1, failed: 0 })
      server.refusal = null
      await pass(15_000)
      expect(kept).toEqual(['message 1'])
    },
  )

  it('is tried at once when the line is back', async () => {
    const { keeper, kept, server, keep } = aKeeper()
    server.refusal = 'offline'
    keep('message 1')
    await pass(20_000)
    server.refusal = null
    const before = kept.length
    keeper.hurry()
    await pass()
    expect([before, kept]).toEqual([0, ['message 1']])
  })

  it('a file that waits holds up no line of chat', async () => {
    const { keeper, kept, keep } = aKeeper()
    keeper.keepFile('file 1', () => Promise.reject(new Refused('storage_full')))
    await pass()
    keep('message 1')
    await pass()
    expect(kept).toEqual(['message 1'])
    expect(keeper.state.get()).toEqual({ waiting: 1, failed: 0 })
  })

  it('a fault of this page is counted and not repeated for ever', async () => {
    const { keeper } = aKeeper()
    keeper.keep('board', () => Promise.reject(new Error('no canvas')))
    await pass(60_000)
    expect(keeper.state.get()).toEqual({ waiting: 0, failed: 1 })
  })

  it('hurrying without need does nothing', async () => {
    const { keeper, server, keep } = aKeeper()
    keeper.hurry()
    keep('message 1')
    await pass()
    keeper.hurry()
    await pass(60_000)
    expect(server.tries).toBe(1)
  })
})

describe('[B33] what the server will never take', () => {
  it.each(['bad_request', 'too_large', 'not_found', 'not_invited', 'conflict', 'visit_ended'] as const)(
    'for being %s is counted, and holds up nothing',
    async (code) => {
      const { keeper, kept, server, keep } = aKeeper()
      server.refusal = code
      keep('message 1')
      await pass()
      expect(keeper.state.get()).toEqual({ waiting: 0, failed: 1 })
      server.refusal = null
      keep('message 2')
      await pass(60_000)
      expect(kept).toEqual(['message 2'])
      expect(server.tries).toBe(2)
    },
  )
})

it('[B33] however often the line fails, every thing is kept once, in order, and never two at a time', async () => {
  const step = fc.oneof(
    { arbitrary: fc.constant('keep' as const), weight: 3 },
    { arbitrary: fc.constantFrom('hurry' as const, 'wait' as const), weight: 1 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.infiniteStream(fc.boolean()),
      async (steps, fails) => {
        const keeper = new RecordKeeper()
        const asked: number[] = []
        const kept: number[] = []
        let underWay = 0
        let failures = 0
        for (const [number, what] of steps.entries()) {
          if (what === 'hurry') keeper.hurry()
          if (what === 'wait') await pass(700)
          if (what !== 'keep') continue
          asked.push(number)
          keeper.keep(`message ${number}`, async () => {
            underWay += 1
            expect(underWay).toBe(1)
            await new Promise((resolve) => setTimeout(resolve, 100))
            underWay -= 1
            failures += 1
            if (failures < 200 && fails.next().value) throw new Refused('offline')
            kept.push(number)
          })
        }
        await pass(10_000_000)
        expect(kept).toEqual(asked)
        expect(keeper.state.get()).toEqual({ waiting: 0, failed: 0 })
      },
    ),
    { seed: 33, numRuns: 50 },
  )
})
