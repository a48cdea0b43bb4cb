import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aPerson } from '../../platform/testing/samples.ts'
import { EVERYTHING, queryOf } from './log-filter.ts'
import { type LogEntry, LogModel } from './log-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const [ada, otto] = [aPerson(1), aPerson(2)]
const anEntry = (seq: number): LogEntry => ({ seq, at: seq, event: null })

describe('[B14] the log', () => {
  it('has names for those who acted, and numbers for all others', async () => {
    page.answers.set('GET /api/audit?', { entries: [anEntry(3)], actors: [ada], next: null })
    const model = new LogModel()
    await model.search(EVERYTHING)
    expect(model.state.get()).toEqual({ status: 'listed', entries: [anEntry(3)], next: null })
    expect([model.nameOf(ada.id), model.nameOf(otto.id)]).toEqual([ada.displayName, null])
  })

  it('goes on where its last page ended, with the same search', async () => {
    page.answers.set('GET /api/audit?events=access.refused', { entries: [anEntry(9)], actors: [], next: 9 })
    page.answers.set('GET /api/audit?events=access.refused&before=9', {
      entries: [anEntry(4)],
      actors: [],
      next: null,
    })
    const model = new LogModel()
    await model.search({ ...EVERYTHING, kind: 'refused' })
    await model.more()
    expect(model.state.get()).toEqual({ status: 'listed', entries: [anEntry(9), anEntry(4)], next: null })
    await model.more()
    expect(page.asked).toHaveLength(2)
  })

  it('keeps what it shows where no more can be fetched', async () => {
    page.answers.set('GET /api/audit?', { entries: [anEntry(9)], actors: [], next: 9 })
    const model = new LogModel()
    await model.search(EVERYTHING)
    await expect(model.more()).rejects.toMatchObject({ code: 'offline' })
    expect(model.state.get()).toMatchObject({ status: 'listed', entries: [anEntry(9)] })
  })

  it('shows what was searched for last, also where that was answered first', async () => {
    page.answers.set('GET /api/audit?', { entries: [anEntry(1)], actors: [], next: null })
    page.answers.set(`GET /api/audit?actor=${ada.id}`, { entries: [anEntry(2)], actors: [], next: null })
    const model = new LogModel()
    await Promise.all([model.search(EVERYTHING), model.search({ ...EVERYTHING, actor: ada.id })])
    expect(model.state.get()).toMatchObject({ entries: [anEntry(2)] })
  })

  it('is taken along as it was searched', async () => {
    const model = new LogModel()
    await model.search({ ...EVERYTHING, subject: ` ${otto.id} ` })
    expect(model.fileOf('csv')).toBe(`/api/audit/export?subject=${otto.id}&format=csv`)
  })
})

describe('a search', () => {
  it('asks for whole days of this time zone, the last one included', () => {
    const query = queryOf({ ...EVERYTHING, from: '2026-11-24', until: '2026-11-25' })
    expect(Object.fromEntries(query)).toEqual({
      from: String(new Date(2026, 10, 24).getTime()),
      until: String(new Date(2026, 10, 26).getTime()),
    })
  })

  it.each([
    ['', null],
    ['emergency', 'break_glass.opened,break_glass.closed,break_glass.reviewed'],
    ['record.read', 'record.read'],
    ['no such kind', null],
  ])('for the kind “%s” names the events', (kind, events) => {
    expect(queryOf({ ...EVERYTHING, kind }).get('events')).toBe(events)
  })
})
