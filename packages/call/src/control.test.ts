import { expect, it } from 'vitest'
import type { ControlMessage } from '@visita/protocol'
import { onControl } from './control.ts'
import { fakePipePair } from './testing/index.ts'

const BYE = JSON.stringify({ type: 'bye' })

it('a message is read once for all who hear it, and by nobody who has stopped', () => {
  const { left, right, ...pair } = fakePipePair()
  const heard: ControlMessage[] = []
  const stop = onControl(left, (message) => heard.push(message))
  onControl(left, (message) => heard.push(message))
  pair.open()
  right.send(BYE)
  right.send('not a message')
  pair.settle()
  expect(heard).toEqual([{ type: 'bye' }, { type: 'bye' }])
  expect(heard[0]).toBe(heard[1])
  stop()
  right.send(BYE)
  pair.settle()
  expect(heard).toHaveLength(3)
})
