import { expect, it } from 'vitest'
import { fakePipePair } from '../testing/fake-pipe.ts'
import { BoardPointer } from './board-pointer.ts'

function twoPointers() {
  const pipes = fakePipePair()
  pipes.open()
  return { pipes, mine: new BoardPointer(pipes.left), other: new BoardPointer(pipes.right) }
}

it('[A11] shows where the other person points until the pointer leaves', () => {
  const { pipes, mine, other } = twoPointers()
  mine.point([10.4, -3.6])
  pipes.settle()
  expect(other.theirs.get()).toEqual([10, -4])
  mine.point(null)
  pipes.settle()
  expect(other.theirs.get()).toBeNull()
})

it('drops a position that a later one has overtaken', () => {
  const { pipes, mine, other } = twoPointers()
  mine.point([1, 1])
  mine.point([2, 2])
  pipes.left.inFlight.reverse()
  pipes.settle()
  expect(other.theirs.get()).toEqual([2, 2])
})

it('starts again with a new connection, whose page may be a new one', () => {
  const { pipes, mine, other } = twoPointers()
  mine.point([1, 1])
  mine.point([2, 2])
  pipes.settle()
  pipes.cut()
  expect(other.theirs.get()).toBeNull()
  pipes.open()
  new BoardPointer(pipes.left).point([3, 3])
  pipes.settle()
  expect(other.theirs.get()).toEqual([3, 3])
})
