import { LIMITS } from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFile, sameBytes, twoSides } from './testing.ts'

const MIB = 1024 ** 2

describe('[A10] files over a line that is cut', () => {
  it('end byte-identical, each delivered once, wherever the cuts fall', async () => {
    const step = fc.record({
      files: fc.nat(3),
      bulk: fc.nat(12),
      cut: fc.boolean(),
    })
    const sizes = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(step, { maxLength: 25 }), async (lengths, steps) => {
        const { left, right, files, bulk, cut, open, until, turn } = twoSides({ maxMessageSize: 1_024 })
        const chosen = lengths.map((size, seed) => aFile(size, { name: `${seed}.bin`, seed }))
        for (const [index, file] of chosen.entries()) (index % 2 === 0 ? left : right).send(file)
        for (const { files: messages, bulk: frames, cut: cuts } of steps) {
          for (const end of [files.left, files.right]) end.deliver(messages)
          for (const end of [bulk.left, bulk.right]) end.deliver(frames)
          await turn()
          if (!cuts) continue
          cut()
          open()
        }
        await until(() => left.sent.length + right.sent.length === chosen.length)
        for (const [index, file] of chosen.entries()) {
          const arrived = (index % 2 === 0 ? right : left).received.filter(({ name }) => name === file.name)
          expect(arrived).toHaveLength(1)
          expect(await sameBytes(arrived[0]?.content, file)).toBe(true)
        }
      }),
      { seed: 10, numRuns: 100 },
    )
  }, 60_000)

  it('go on from where they were, and are not sent again from the start', async () => {
    const { left, right, bulk, cut, open, until } = twoSides()
    let carried = 0
    bulk.right.on('message', (data) => (carried += typeof data === 'string' ? 0 : data.byteLength))
    left.send(aFile(12 * MIB))
    await until(() => carried > 6 * MIB)
    cut()
    open()
    await until(() => right.received.length === 1)
    expect(carried).toBeLessThan(12.1 * MIB)
  })

  it('ignores frames that were meant for before the cut', async () => {
    const { left, right, bulk, cut, open, until } = twoSides()
    left.send(aFile(4 * MIB))
    await until(() => bulk.left.inFlight.length > 3)
    const late = bulk.left.inFlight.slice(0, 3)
    cut()
    open()
    await until(() => bulk.left.inFlight.length > 0)
    for (const frame of late) bulk.right.emit('message', frame)
    await until(() => left.sent.length === 1)
    expect(right.received).toHaveLength(1)
  })
})

describe('[A10] a page that is reloaded during a file', () => {
  it('as the sender no longer has it, and the receiver is told', async () => {
    const sides = twoSides()
    sides.left.send(aFile(8 * MIB))
    await sides.until(() => sides.right.state()?.kind === 'moving')
    sides.reload('left')
    await sides.until(() => sides.right.state()?.kind === 'failed')
    expect(sides.right.state()).toEqual({ kind: 'failed', problem: 'lost' })
    sides.left.send(aFile(8 * MIB))
    await sides.until(() => sides.left.sent.length === 1)
    expect(sides.right.received).toHaveLength(1)
  })

  it('as the receiver is offered it again from the start', async () => {
    const sides = twoSides()
    const file = aFile(8 * MIB)
    sides.left.send(file)
    await sides.until(() => sides.bulk.left.inFlight.length > 0)
    sides.reload('right')
    await sides.until(() => sides.left.sent.length === 1)
    expect(await sameBytes(sides.right.received[0]?.content, file)).toBe(true)
  })

  it('as the receiver is asked again about a large one', async () => {
    const sides = twoSides()
    const id = sides.left.send(aFile(LIMITS.fileUnasked + 1))
    await sides.until(() => sides.right.state()?.kind === 'offered')
    sides.right.exchange.accept(id)
    await sides.until(() => sides.left.state()?.kind === 'moving')
    sides.reload('right')
    await sides.until(() => sides.right.state()?.kind === 'offered')
    expect(sides.left.state()).toEqual({ kind: 'offered' })
  })
})
