import { sessionIdSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { SessionsModel } from './sessions-model.ts'

const idOf = (number: number) => sessionIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`)
const aSession = (number: number, { current = false, seenAt = 0 } = {}) => ({
  id: idOf(number),
  current,
  device: 'Firefox/145.0',
  createdAt: 0,
  seenAt,
})

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const list = (...sessions: ReturnType<typeof aSession>[]): void =>
  void page.answers.set('GET /api/sessions', { sessions })
const DONE = new Response(null, { status: 204 })

async function aList() {
  list(aSession(1, { seenAt: 5 }), aSession(2, { current: true, seenAt: 1 }), aSession(3, { seenAt: 9 }))
  const model = new SessionsModel()
  await model.load()
  const ids = () => {
    const state = model.state.get()
    return state.status === 'listed' ? state.sessions.map(({ id }) => id) : state.status
  }
  return { model, ids }
}

describe('[C19] the list of one’s own sessions', () => {
  it('begins with this one, then the latest used', async () => {
    const { ids } = await aList()
    expect(ids()).toEqual([idOf(2), idOf(3), idOf(1)])
  })

  it('is read again when one was ended', async () => {
    const { model, ids } = await aList()
    page.answers.set(`DELETE /api/sessions/${idOf(1)}`, DONE)
    list(aSession(2, { current: true }), aSession(3))
    await model.end(idOf(1))
    expect(ids()).toEqual([idOf(2), idOf(3)])
  })

  it('takes one that was over already for ended', async () => {
    const { model, ids } = await aList()
    page.answers.set(
      `DELETE /api/sessions/${idOf(1)}`,
      Response.json({ error: 'not_found' }, { status: 404 }),
    )
    list(aSession(2, { current: true }))
    await model.end(idOf(1))
    expect(ids()).toEqual([idOf(2)])
  })

  it('ends all but this one, whatever the list knows of', async () => {
    const { model, ids } = await aList()
    page.answers.set('DELETE /api/sessions', DONE)
    list(aSession(2, { current: true }))
    await model.endOthers()
    expect(page.asked.filter((request) => request.startsWith('DELETE'))).toEqual(['DELETE /api/sessions'])
    expect(ids()).toEqual([idOf(2)])
  })

  it('stays as it is when ending the others was cut short', async () => {
    const { model, ids } = await aList()
    await expect(model.endOthers()).rejects.toMatchObject({ code: 'offline' })
    expect(ids()).toEqual([idOf(2), idOf(3), idOf(1)])
  })

  it('says why it could not be read', async () => {
    const model = new SessionsModel()
    await model.load()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})
