import { fileMessageSchema } from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFile, twoSides } from './testing.ts'

describe('[A10] whatever the other page sends', () => {
  it('does no harm to the files on their way', async () => {
    const types = fileMessageSchema.def.options.map(({ shape }) => shape.type.def.values[0])
    const ids = fc.constantFrom('mine', 'theirs', '00000000-0000-4000-8000-999999999999', 'x')
    const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(1, 2, 3))
    const message = fc.record(
      {
        type: fc.constantFrom(...types.filter((type) => type !== 'unfinished'), 'other'),
        id: ids,
        name: fc.string(),
        size: number,
        mediaType: fc.string(),
        purpose: fc.constantFrom('file', 'board', 'else'),
        stream: number,
        from: number,
        stored: number,
        reason: fc.constantFrom('declined', 'x'),
        problem: fc.constantFrom('mismatch', 'x'),
        sha256: fc.constantFrom('0'.repeat(64), 'x'),
      },
      { requiredKeys: ['type'] },
    )
    const noise = fc.oneof(fc.string(), fc.json(), message)
    const frames = fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes).buffer)
    await fc.assert(
      fc.asyncProperty(fc.array(noise), fc.array(frames), async (messages, bulkNoise) => {
        const { left, right, files, bulk, until } = twoSides()
        const mine = left.send(aFile(100))
        for (const item of messages) {
          const text = typeof item === 'string' ? item : JSON.stringify(item)
          files.right.send(text.replace('"mine"', `"${mine}"`))
        }
        for (const frame of bulkNoise) bulk.right.send(frame)
        files.right.send(new ArrayBuffer(3))
        bulk.right.send('text')
        // The other side may refuse or break the file it was offered, and nothing else.
        const witness = left.send(aFile(200, { name: 'witness.png' }))
        await until(() => left.sent.some(({ id }) => id === witness))
        expect(right.received.map(({ name }) => name)).toContain('witness.png')
      }),
      { seed: 10, numRuns: 150 },
    )
  })

  it('does not become a page of ours', async () => {
    const { left, right, until } = twoSides()
    left.send(aFile(10, { name: 'x.html', type: 'text/html' }))
    left.send(aFile(10))
    await until(() => right.received.length === 2)
    expect(right.received.map(({ content }) => content?.type)).toEqual([
      'application/octet-stream',
      'image/png',
    ])
  })

  it('cannot make a sender skip bytes that it never sent', async () => {
    const { left, files, bulk, quiet } = twoSides({ connected: false })
    files.open()
    bulk.open()
    const id = left.send(aFile(5_000))
    files.left.inFlight.length = 0
    files.right.send(JSON.stringify({ type: 'want', id, stream: 1, from: 1_000, stored: 0 }))
    await quiet()
    expect(bulk.left.mostBuffered).toBe(0)
    expect(left.state()).toEqual({ kind: 'offered' })
  })
})
