import { breakGlassIdSchema, type Role } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aSocket } from '../../platform/testing/fake-socket.ts'
import { aPerson, asParticipant } from '../../platform/testing/samples.ts'
import { AccessNews } from './access-news.ts'

const MINUTE = 60_000

let page: FakePage
beforeEach(() => {
  vi.useFakeTimers()
  page = new FakePage().install()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const id = breakGlassIdSchema.parse('00000000-0000-4000-8000-000000000099')
const johanna = asParticipant(aPerson(2))

/** What a doctor has open, as the server answers. */
const open = (...remaining: number[]) =>
  page.answers.set('GET /api/break-glass/open', {
    accesses: remaining.map((remainingMs) => ({ id, patientId: johanna.id, patient: johanna, remainingMs })),
  })

function theNews(...roles: Role[]) {
  const { wire, socket } = aSocket()
  wire.open()
  const news = new AccessNews({ socket, roles, now: () => Date.now() })
  return { wire, news, release: news.follow() }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('[X7] access against the rule', () => {
  it.each<[Role, string, unknown, object]>([
    ['doctor', '/api/break-glass/open', { accesses: [] }, { own: [] }],
    ['patient', '/api/record/readers/news', { unseen: 2 }, { unseen: 2 }],
    ['privacy_officer', '/api/break-glass/waiting', { waiting: 3 }, { waiting: 3 }],
  ])('is asked for as a %s, and for nothing that is not theirs', async (role, path, answer, expected) => {
    page.answers.set(`GET ${path}`, answer)
    const { news } = theNews(role)
    await settle()
    expect(page.asked).toEqual([`GET ${path}`])
    expect(news.state.get()).toMatchObject(expected)
  })

  it('is asked for again when the server tells of a change, and after the line was away', async () => {
    page.answers.set('GET /api/record/readers/news', { unseen: 0 })
    const { wire, news } = theNews('patient')
    await settle()
    page.answers.set('GET /api/record/readers/news', { unseen: 1 })
    wire.tell('access:changed', {})
    await settle()
    expect(news.state.get().unseen).toBe(1)
    wire.drop()
    page.answers.set('GET /api/record/readers/news', { unseen: 2 })
    wire.open()
    await settle()
    expect(news.state.get().unseen).toBe(2)
  })

  it('ends on the page when its time is over, also without a connection', async () => {
    open(50 * MINUTE)
    const { news } = theNews('doctor')
    await settle()
    expect(news.state.get().own).toEqual([
      { id, patientId: johanna.id, patient: johanna, endsAt: Date.now() + 50 * MINUTE },
    ])
    page.answers.clear()
    await vi.advanceTimersByTimeAsync(50 * MINUTE - 1)
    expect(news.state.get().own).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(news.state.get().own).toEqual([])
  })

  it('ends in time while the server cannot be asked again', async () => {
    open(10 * MINUTE)
    const { wire, news } = theNews('doctor')
    await settle()
    page.answers.clear()
    wire.tell('access:changed', {})
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(news.state.get().own).toEqual([])
  })

  it('is given back, also when it is over already', async () => {
    open(MINUTE)
    const { news } = theNews('doctor')
    await settle()
    page.answers.set(`DELETE /api/break-glass/${id}`, Response.json({ error: 'not_found' }, { status: 404 }))
    open()
    await news.close(id)
    expect(news.state.get().own).toEqual([])
  })

  it('stays, and says why, when it cannot be given back', async () => {
    open(MINUTE)
    const { news } = theNews('doctor')
    await settle()
    await expect(news.close(id)).rejects.toMatchObject({ code: 'offline' })
    expect(news.state.get().own).toHaveLength(1)
  })

  it('is asked for no more once the pages are left', async () => {
    const { wire, release } = theNews('patient')
    await settle()
    release()
    const asked = page.asked.length
    wire.tell('access:changed', {})
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(page.asked).toHaveLength(asked)
  })
})
