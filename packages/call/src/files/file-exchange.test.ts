import { encodeFrame, FILE_CREDIT, LIMITS, parseFrame } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { HIGH_WATER } from '../pipe.ts'
import { aFile, sameBytes, SlowSink, twoSides } from './testing.ts'

const KIB = 1024
const MIB = 1024 ** 2

/** A file that says that it has this size. */
function claiming(size: number): File {
  return Object.defineProperty(aFile(KIB), 'size', { value: size })
}

describe('[A10] files between two people', () => {
  it('arrive both ways at once, byte-identical, with one hash on both sides', async () => {
    const { left, right, until } = twoSides()
    const photo = aFile(3 * MIB + 17, { seed: 2 })
    const letter = aFile(5 * MIB + 1, { name: 'letter.pdf', type: 'application/pdf', seed: 3 })
    left.send(photo)
    right.send(letter)
    await until(() => left.sent.length + right.sent.length === 2)
    expect(await sameBytes(right.received[0]?.content, photo)).toBe(true)
    expect(await sameBytes(left.received[0]?.content, letter)).toBe(true)
    expect(right.received[0]).toMatchObject({ name: 'photo.png', sha256: left.sent[0]?.sha256 })
    expect(left.received[0]).toMatchObject({ name: 'letter.pdf', sha256: right.sent[0]?.sha256 })
  })

  it('share the line fairly when several are sent at once', async () => {
    const { left, right, bulk, until } = twoSides()
    for (let seed = 0; seed < 3; seed += 1) left.send(aFile(2 * MIB, { seed }))
    const carried = new Map<number, number>()
    const shares: number[][] = []
    bulk.right.on('message', (data) => {
      if (typeof data === 'string') return
      const { stream = 0, payload } = parseFrame(data) ?? {}
      carried.set(stream, (carried.get(stream) ?? 0) + (payload?.byteLength ?? 0))
      shares.push(Array.from(carried.values()))
    })
    await until(() => right.received.length === 3)
    const halfway = shares[Math.floor(shares.length / 2)] ?? []
    expect(halfway).toHaveLength(3)
    expect(Math.max(...halfway) - Math.min(...halfway)).toBeLessThanOrEqual(MIB)
  })

  it('may be empty', async () => {
    const { left, right, until } = twoSides()
    left.send(aFile(0))
    await until(() => left.sent.length === 1)
    expect(right.received[0]?.content?.size).toBe(0)
  })

  it('that were chosen before the line was open go when it opens', async () => {
    const { left, right, open, until } = twoSides({ connected: false })
    left.send(aFile(KIB))
    open()
    await until(() => left.sent.length === 1)
    expect(right.received).toHaveLength(1)
  })

  it('for the board say so', async () => {
    const { left, right, until } = twoSides()
    left.send(aFile(KIB), 'board')
    await until(() => left.sent.length === 1)
    expect(right.received[0]?.purpose).toBe('board')
  })

  it('above 2 GB are refused before anything is sent', () => {
    const { left, files } = twoSides()
    files.settle()
    expect(left.exchange.send(claiming(LIMITS.fileSize + 1), 'file')).toEqual({
      ok: false,
      error: 'too_large',
    })
    expect(left.exchange.send(claiming(LIMITS.fileUnasked + 1), 'board')).toMatchObject({ ok: false })
    expect(files.left.inFlight).toEqual([])
    expect(left.transfers).toEqual([])
  })

  it('beyond the number that one side may have under way are refused', () => {
    const { left } = twoSides({ connected: false })
    for (let n = 0; n < LIMITS.unfinishedFiles; n += 1) left.send(aFile(1))
    expect(left.exchange.send(aFile(1), 'file')).toEqual({ ok: false, error: 'too_many' })
  })

  it('arrive without asking only up to a total', async () => {
    const { left, right, spendUnasked, quiet } = twoSides()
    spendUnasked()
    left.send(aFile(KIB))
    await quiet()
    expect(right.state()).toEqual({ kind: 'offered' })
  })
})

describe('[A10] a large file', () => {
  const size = LIMITS.fileUnasked + 1

  it('waits for the person, and can be declined', async () => {
    const { left, right, quiet, until } = twoSides()
    const id = left.send(claiming(size))
    await quiet()
    expect(right.state()).toEqual({ kind: 'offered' })
    right.exchange.decline(id)
    await until(() => left.state()?.kind === 'declined')
    expect(right.state()).toEqual({ kind: 'declined', reason: 'declined' })
  })

  it('that is no longer on offer aborts the sink it would have gone to', async () => {
    const { left, right, quiet } = twoSides()
    const id = left.send(claiming(size))
    await quiet()
    left.exchange.cancel(id)
    await quiet()
    const sink = new SlowSink()
    expect(right.exchange.accept(id, sink)).toBe(false)
    expect(sink.state).toBe('aborted')
  })

  it('never queues more than the marks allow, nor outruns a slow disk', async () => {
    const { left, right, bulk, spendUnasked, quiet, until } = twoSides({ maxMessageSize: 256 * KIB })
    spendUnasked()
    const file = aFile(30 * MIB)
    const id = left.send(file)
    await quiet()
    const sink = new SlowSink()
    let arrived = 0
    bulk.right.on('message', (data) => (arrived += typeof data === 'string' ? 0 : data.byteLength - 12))
    right.exchange.accept(id, sink)
    await quiet()
    const stored = (): number => sink.written.reduce((sum, piece) => sum + piece.byteLength, 0)
    for (let writes = 0; writes < 3; writes += 1) {
      expect(arrived - stored()).toBeGreaterThan(FILE_CREDIT / 2)
      expect(arrived - stored()).toBeLessThanOrEqual(FILE_CREDIT)
      sink.step()
      await quiet()
    }
    sink.free()
    await until(() => left.sent.length === 1)
    expect(bulk.left.mostBuffered).toBeLessThan(HIGH_WATER + 256 * KIB)
    expect(sink.state).toBe('closed')
    expect(right.received[0]?.content).toBeNull()
    expect(await sameBytes(new Blob(sink.written), file)).toBe(true)
  })

  it('that the disk refuses fails on both sides', async () => {
    const { left, right, spendUnasked, quiet, until } = twoSides()
    spendUnasked()
    const id = left.send(aFile(KIB))
    await quiet()
    const sink = new SlowSink()
    sink.write = () => Promise.reject(new Error('disk full'))
    right.exchange.accept(id, sink)
    await until(() => left.state()?.kind === 'failed')
    expect(left.state()).toEqual({ kind: 'failed', problem: 'storage' })
    expect(right.state()).toEqual({ kind: 'failed', problem: 'storage' })
    expect(sink.state).toBe('aborted')
  })
})

describe('[A10] a cancelled file', () => {
  it.each(['left', 'right'] as const)('frees both sides when the %s side cancels', async (by) => {
    const sides = twoSides()
    const { left, right, bulk, quiet, until } = sides
    let reads = 0
    const file = aFile(20 * MIB)
    const slice = file.slice.bind(file)
    file.slice = (...range) => {
      reads += 1
      return slice(...range)
    }
    const id = left.send(file)
    await until(() => left.state()?.kind === 'moving' && bulk.left.inFlight.length > 0)
    sides[by].exchange.cancel(id)
    await quiet()
    const readsThen = reads
    await quiet()
    expect(left.state()).toEqual({ kind: 'cancelled', by: by === 'left' ? 'self' : 'other' })
    expect(right.state()).toEqual({ kind: 'cancelled', by: by === 'right' ? 'self' : 'other' })
    expect(right.received).toEqual([])
    expect(reads).toBe(readsThen)
    expect(reads).toBeLessThan(5)
  })

  it('stays cancelled when the line was cut before the other side heard of it', async () => {
    const { left, right, cut, open, until } = twoSides()
    const id = left.send(aFile(4 * MIB))
    await until(() => right.state()?.kind === 'moving')
    cut()
    left.exchange.cancel(id)
    open()
    await until(() => right.state()?.kind === 'cancelled')
    expect(right.state()).toEqual({ kind: 'cancelled', by: 'other' })
  })

  it('leaves the others on their way', async () => {
    const { left, right, until } = twoSides()
    const doomed = left.send(aFile(4 * MIB))
    left.send(aFile(4 * MIB, { name: 'other.png' }))
    await until(() => left.state(1)?.kind === 'moving')
    right.exchange.cancel(doomed)
    await until(() => left.sent.length === 1)
    expect(right.received.map(({ name }) => name)).toEqual(['other.png'])
  })
})

describe('[A10] a file that is not what was sent', () => {
  it('is reported on both sides and not offered', async () => {
    const { left, right, bulk, until } = twoSides()
    bulk.left.send = (data) => {
      if (typeof data !== 'string') new Uint8Array(data)[12] = 255
      bulk.left.inFlight.push(data)
      return true
    }
    left.send(aFile(KIB))
    await until(() => left.state()?.kind === 'failed')
    expect(left.state()).toEqual({ kind: 'failed', problem: 'mismatch' })
    expect(right.state()).toEqual({ kind: 'failed', problem: 'mismatch' })
    expect(right.received).toEqual([])
  })

  it('because it went away while it was read is reported on both sides', async () => {
    const { left, right, until } = twoSides()
    const file = aFile(KIB)
    file.slice = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    left.send(file)
    await until(() => right.state()?.kind === 'failed')
    expect(left.state()).toEqual({ kind: 'failed', problem: 'unreadable' })
    expect(right.state()).toEqual({ kind: 'failed', problem: 'unreadable' })
  })

  it('because its sender breaks the order is given up', async () => {
    const { left, right, bulk, until } = twoSides()
    left.send(aFile(8 * MIB))
    await until(() => right.state()?.kind === 'moving')
    bulk.left.send(encodeFrame({ stream: 1, offset: 7, payload: new Uint8Array(1) }))
    await until(() => right.state()?.kind === 'failed')
    expect(right.state()).toEqual({ kind: 'failed', problem: 'protocol' })
    await until(() => left.state()?.kind === 'failed')
  })
})
