import { breakGlassIdSchema, type BreakGlassAccess } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePage } from '../../platform/testing/fake-page.ts'
import { aSocket, settled } from '../../platform/testing/fake-socket.ts'
import { aPerson, asParticipant } from '../../platform/testing/samples.ts'
import { ReviewsModel } from './reviews-model.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const [patient, doctor] = [asParticipant(aPerson(1)), asParticipant(aPerson(2))]
const anAccess = (number: number, change: Partial<BreakGlassAccess> = {}): BreakGlassAccess => ({
  id: breakGlassIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`),
  doctor,
  patient,
  reason: 'Brought in unconscious.',
  openedAt: 0,
  endsAt: 1,
  verdict: null,
  ...change,
})
const serve = (...accesses: BreakGlassAccess[]) => page.answers.set('GET /api/break-glass', { accesses })
const idsOf = (model: ReviewsModel) => {
  const state = model.state.get()
  if (state.status !== 'listed') return state.status
  return [state.waiting, state.judged].map((accesses) => accesses.map(({ id }) => Number(id.slice(-1))))
}

async function theReviews() {
  const { wire, socket } = aSocket()
  wire.open()
  const model = new ReviewsModel(socket)
  const release = model.follow()
  await vi.waitFor(() => expect(model.state.get().status).not.toBe('loading'))
  return { wire, model, release }
}

describe('[X7] the review of access against the rule', () => {
  it('has those that wait, and those that were judged', async () => {
    serve(anAccess(3), anAccess(1), anAccess(2, { verdict: 'justified' }))
    const { model } = await theReviews()
    expect(idsOf(model)).toEqual([[3, 1], [2]])
  })

  it('is told of the next one while it is open, and of none afterwards', async () => {
    serve(anAccess(1))
    const { wire, model, release } = await theReviews()
    serve(anAccess(2), anAccess(1))
    wire.tell('access:changed', {})
    await vi.waitFor(() => expect(idsOf(model)).toEqual([[2, 1], []]))
    release()
    const asked = page.asked.length
    wire.tell('access:changed', {})
    await settled()
    expect(page.asked).toHaveLength(asked)
  })

  it('shows the verdict of another officer who was faster, and says so', async () => {
    serve(anAccess(1))
    const { model } = await theReviews()
    const access = anAccess(1, { verdict: 'unjustified' })
    page.answers.set(
      `PUT /api/break-glass/${access.id}/verdict`,
      Response.json({ error: 'conflict' }, { status: 409 }),
    )
    serve(access)
    await expect(model.judge(access.id, 'justified')).rejects.toMatchObject({ code: 'conflict' })
    expect(idsOf(model)).toEqual([[], [1]])
  })

  it('keeps the list while the line is away, and reads it again afterwards', async () => {
    serve(anAccess(1))
    const { wire, model } = await theReviews()
    wire.drop()
    serve(anAccess(2), anAccess(1))
    expect(idsOf(model)).toEqual([[1], []])
    wire.open()
    await vi.waitFor(() => expect(idsOf(model)).toEqual([[2, 1], []]))
  })

  it('says why it cannot be read', async () => {
    const { model } = await theReviews()
    expect(model.state.get()).toEqual({ status: 'failed', code: 'offline' })
  })
})
