import { fileIdSchema } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { TransferList } from './transfer-list.ts'
import { secondsLeft, type Transfer } from './transfer.ts'

const id = fileIdSchema.parse('00000000-0000-4000-8000-000000000001')

/** A list with one file of 10 MB on its way, and its clock in milliseconds. */
function aList() {
  const clock = { now: 0 }
  const list = new TransferList(() => clock.now)
  list.add({
    id,
    direction: 'out',
    name: 'film.mp4',
    size: 10_000_000,
    mediaType: 'video/mp4',
    purpose: 'file',
    state: { kind: 'offered' },
  })
  const shown = (): Transfer | undefined => list.shown.get()[0]
  const progressAt = (now: number, bytes: number): void => {
    clock.now = now
    list.progress(id, bytes)
  }
  return { list, shown, progressAt }
}

describe('[A10] the progress of a file', () => {
  it('has a speed and a time left once there is something to compare', () => {
    const { shown, progressAt } = aList()
    progressAt(0, 0)
    expect(shown()?.state).toEqual({ kind: 'moving', bytes: 0, bytesPerSecond: null })
    progressAt(1_000, 2_000_000)
    expect(shown()?.state).toEqual({ kind: 'moving', bytes: 2_000_000, bytesPerSecond: 2_000_000 })
    const transfer = shown()
    expect(transfer && secondsLeft(transfer)).toBe(4)
  })

  it('takes its speed from the last seconds only', () => {
    const { shown, progressAt } = aList()
    progressAt(0, 0)
    progressAt(10_000, 1_000_000)
    progressAt(12_000, 5_000_000)
    expect(shown()?.state).toMatchObject({ bytesPerSecond: 2_000_000 })
  })

  it('starts its speed afresh when the receiver starts afresh', () => {
    const { shown, progressAt } = aList()
    progressAt(0, 0)
    progressAt(1_000, 5_000_000)
    progressAt(2_000, 0)
    expect(shown()?.state).toEqual({ kind: 'moving', bytes: 0, bytesPerSecond: null })
  })

  it('is not shown more than a few times a second, and its end always is', () => {
    const { list, shown, progressAt } = aList()
    let changes = 0
    list.shown.subscribe(() => (changes += 1))
    for (let now = 0; now < 1_000; now += 10) progressAt(now, now * 1_000)
    expect(changes).toBe(5)
    progressAt(1_001, 10_000_000)
    expect(shown()?.state).toEqual({ kind: 'checking' })
  })

  it('does not move what is over', () => {
    const { list, shown, progressAt } = aList()
    list.set(id, { kind: 'cancelled', by: 'self' })
    progressAt(0, 1)
    list.set(id, { kind: 'done', sha256: '', content: null })
    expect(shown()?.state).toEqual({ kind: 'cancelled', by: 'self' })
  })
})
