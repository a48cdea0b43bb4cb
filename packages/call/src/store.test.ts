import { expect, it } from 'vitest'
import { Store } from './store.ts'

it('tells its readers of each change, after it', () => {
  const store = new Store(1)
  const seen: number[] = []
  store.subscribe(() => seen.push(store.get()))
  store.set(2)
  store.update((value) => value + 1)
  expect(seen).toEqual([2, 3])
})

it('tells nobody of what did not change', () => {
  const store = new Store(Number.NaN)
  let told = 0
  store.subscribe(() => (told += 1))
  store.set(Number.NaN)
  expect(told).toBe(0)
})

it('tells nobody who has unsubscribed, and everybody else, even during the telling', () => {
  const store = new Store('a')
  const seen: string[] = []
  const release = store.subscribe(() => {
    seen.push('first')
    release()
  })
  store.subscribe(() => seen.push('second'))
  store.set('b')
  store.set('c')
  expect(seen).toEqual(['first', 'second', 'second'])
})
