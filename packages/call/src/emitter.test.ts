import { expect, it } from 'vitest'
import { Emitter } from './emitter.ts'

interface Events {
  rang: string
  stopped: undefined
}

it('tells everybody who listens, and says whether anybody does', () => {
  const bell = new Emitter<Events>()
  const heard: string[] = []
  expect(bell.emit('rang', 'for nobody')).toBe(false)
  bell.on('rang', (who) => heard.push(`one: ${who}`))
  bell.on('rang', (who) => heard.push(`two: ${who}`))
  expect(bell.emit('rang', 'Tarrou')).toBe(true)
  expect(bell.emit('stopped', undefined)).toBe(false)
  expect(heard).toEqual(['one: Tarrou', 'two: Tarrou'])
})

it('tells nobody who has unsubscribed', () => {
  const bell = new Emitter<Events>()
  let heard = 0
  const release = bell.on('stopped', () => (heard += 1))
  release()
  release()
  expect(bell.emit('stopped', undefined)).toBe(false)
  expect(heard).toBe(0)
})

it('leaves out nobody when a handler unsubscribes itself', () => {
  const bell = new Emitter<Events>()
  const heard: string[] = []
  const release = bell.on('stopped', () => {
    heard.push('once')
    release()
  })
  bell.on('stopped', () => heard.push('always'))
  bell.emit('stopped', undefined)
  bell.emit('stopped', undefined)
  expect(heard).toEqual(['once', 'always', 'always'])
})
