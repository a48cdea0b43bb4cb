import { visitIdSchema, type TimelineEntry, type TimelinePage } from '@visita/protocol'
import { describe, expect, test } from 'vitest'
import { Refused } from '../../platform/refused.ts'
import type { TimelineQuestion } from '../../platform/timeline-api.ts'
import { TimelineModel } from './timeline-model.ts'

const id = visitIdSchema.parse('0192f0c1-6e8d-7e5e-8c3a-9d1e0f6a5b4c')
const visit = (at: number): TimelineEntry => ({
  kind: 'visit',
  id,
  at,
  visit: { id, startedAt: at, endedAt: null, end: null, participants: [] },
})
const timesIn = (model: TimelineModel): number[] => {
  const state = model.state.get()
  return state.status === 'shown' ? state.entries.map(({ at }) => at) : []
}
/** Answers from 5 down to 1, two at a time or as many as are asked for. */
const five = async ({ before, limit }: TimelineQuestion): Promise<TimelinePage> => {
  const from = before === null ? 5 : Number(before) - 1
  const count = Math.min(limit === 30 ? 2 : limit, from)
  const entries = Array.from({ length: count }, (_, index) => visit(from - index))
  const last = from - count + 1
  return { entries, next: last > 1 ? String(last) : null }
}

describe('[B27] a timeline', () => {
  test('is read on from where it has ended, and to its end for printing', async () => {
    const model = new TimelineModel(five)
    await model.show(null)
    expect(timesIn(model)).toEqual([5, 4])
    await model.showMore()
    expect(timesIn(model)).toEqual([5, 4, 3, 2])
    expect(await model.showAll()).toBe(true)
    expect(timesIn(model)).toEqual([5, 4, 3, 2, 1])
  })

  test('shows nothing of an answer to an earlier choice', async () => {
    const answers: ((page: TimelinePage) => void)[] = []
    const model = new TimelineModel(() => new Promise((resolve) => void answers.push(resolve)))
    const [all, notes] = [model.show(null), model.show('note')]
    answers[1]?.({ entries: [visit(2)], next: null })
    answers[0]?.({ entries: [visit(1)], next: null })
    await Promise.all([all, notes])
    expect(model.state.get()).toMatchObject({ kind: 'note' })
    expect(timesIn(model)).toEqual([2])
  })

  test('keeps what is here when the rest cannot be fetched', async () => {
    const model = new TimelineModel(async (question) => {
      if (question.before !== null) throw new Refused('offline')
      return five(question)
    })
    await model.show(null)
    expect(await model.showAll()).toBe(false)
    expect(model.state.get()).toMatchObject({ more: 'offline', entries: [{ at: 5 }, { at: 4 }] })
  })

  test('[X7] is gone once it is closed, also what was still on its way', async () => {
    const answers: ((page: TimelinePage) => void)[] = []
    const model = new TimelineModel(() => new Promise((resolve) => void answers.push(resolve)))
    const showing = model.show(null)
    model.close()
    answers[0]?.({ entries: [visit(1)], next: null })
    await showing
    expect(model.state.get()).toEqual({ status: 'closed' })
  })
})
