import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aPerson, asParticipant } from '../../platform/testing/samples.ts'
import { ReadersModel, type OneReading } from './readers-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const aReading = (seq: number): OneReading => ({
  seq,
  at: seq,
  reader: asParticipant(aPerson(2)),
  role: 'doctor',
  what: { kind: 'record', part: 'visits' },
})

async function aList() {
  page.answers.set('GET /api/record/readers', { reads: [aReading(9), aReading(8)], next: 8 })
  const model = new ReadersModel()
  await model.load()
  return model
}

const seqsOf = (model: ReadersModel): number[] => {
  const state = model.state.get()
  return state.status === 'listed' ? state.reads.map(({ seq }) => seq) : []
}

describe('[X7] who read my record', () => {
  it('goes on where the list ends, up to its end', async () => {
    const model = await aList()
    page.answers.set('GET /api/record/readers?before=8', { reads: [aReading(3)], next: null })
    await model.loadMore()
    expect(model.state.get()).toMatchObject({ next: null, more: 'idle' })
    expect(seqsOf(model)).toEqual([9, 8, 3])
    const asked = page.asked.length
    await model.loadMore()
    expect(page.asked).toHaveLength(asked)
  })

  it('keeps what it has when more cannot be read', async () => {
    const model = await aList()
    await model.loadMore()
    expect(seqsOf(model)).toEqual([9, 8])
    expect(model.state.get()).toMatchObject({ next: 8, more: 'offline' })
  })

  it('does not go on with a list that has begun anew', async () => {
    const model = await aList()
    page.answers.set('GET /api/record/readers?before=8', { reads: [aReading(3)], next: null })
    page.answers.set('GET /api/record/readers', { reads: [aReading(10)], next: null })
    await Promise.all([model.loadMore(), model.load()])
    expect(seqsOf(model)).toEqual([10])
  })

  it('says why it cannot be read', async () => {
    const model = new ReadersModel()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})
