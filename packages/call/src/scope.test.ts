import { expect, it } from 'vitest'
import { Scope } from './scope.ts'

it('releases everything once, the newest first', () => {
  const scope = new Scope()
  const released: string[] = []
  scope.add(() => released.push('connection'))
  scope.add(() => released.push('channel'))
  expect(scope.disposed).toBe(false)
  scope.dispose()
  scope.dispose()
  expect(scope.disposed).toBe(true)
  expect(released).toEqual(['channel', 'connection'])
})

it('releases at once what opens too late', () => {
  const scope = new Scope()
  scope.dispose()
  let released = 0
  scope.add(() => (released += 1))
  expect(released).toBe(1)
})

it('hears no event after it was disposed, nor when it already was', () => {
  const target = new EventTarget()
  const scope = new Scope()
  let heard = 0
  const hear = (): void => {
    target.dispatchEvent(new Event('ring'))
  }
  scope.listen(target, 'ring', () => (heard += 1))
  hear()
  scope.dispose()
  hear()
  scope.listen(target, 'ring', () => (heard += 1))
  hear()
  expect(heard).toBe(1)
})

it('is disposed already while it releases, so that nothing is released twice', () => {
  const scope = new Scope()
  let released = 0
  scope.add(() => {
    released += 1
    scope.dispose()
  })
  scope.dispose()
  expect(released).toBe(1)
})
