import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { seatMemory } from './seat-memory.ts'
import { FakePage } from './testing/fake-page.ts'
import { aSeat } from './testing/samples.ts'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const { roomId, seatToken } = aSeat()

it('gives back the seat that was remembered, until it is cleared', () => {
  expect(seatMemory.read()).toBeNull()
  seatMemory.write(aSeat())
  expect(seatMemory.read()).toEqual({ roomId, seatToken })
  seatMemory.clear()
  expect(seatMemory.read()).toBeNull()
})

it('remembers nothing about the people', () => {
  seatMemory.write(aSeat())
  const [stored] = page.stored.values()
  expect(JSON.parse(stored ?? '')).toEqual({ roomId, seatToken })
})

it.each(['{', 'null', '{}', '{"roomId":"short","seatToken":"short"}'])('takes %s for no seat', (stored) => {
  seatMemory.write(aSeat())
  for (const key of page.stored.keys()) page.stored.set(key, stored)
  expect(seatMemory.read()).toBeNull()
})
