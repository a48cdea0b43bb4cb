import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { connected } from './visit.fixtures.ts'

beforeEach(async () => {
  // So that what is fetched is there at once.
  await import('./visit-work.ts')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('files and board come a second after the call stands, and not before', async () => {
  const { visit } = await connected()
  await settled()
  expect(visit.work.get()).toBeNull()
  // The restarter goes on saying that the call stands.
  for (let tenth = 0; tenth < 11; tenth += 1) await vi.advanceTimersByTimeAsync(100)
  await vi.waitFor(() => expect(visit.work.get()).not.toBeNull(), { timeout: 20_000 })
  expect(
    visit.work
      .get()
      ?.board.people.get()
      .map(({ id }) => id),
  ).toEqual(visit.companions.get().map(({ person }) => person.id))
  visit.end()
})

it('whoever opens them sooner has the same, once', async () => {
  const { visit } = await connected()
  const [work, again] = await Promise.all([visit.openWork(), visit.openWork()])
  await vi.advanceTimersByTimeAsync(1_000)
  expect([again, visit.work.get()]).toEqual([work, work])
  visit.end()
})

it('nothing is opened for a visit that is over', async () => {
  const { visit } = await connected()
  visit.end()
  await expect(visit.openWork()).rejects.toThrow('the visit is over')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(visit.work.get()).toBeNull()
})
