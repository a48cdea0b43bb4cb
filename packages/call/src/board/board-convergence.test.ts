import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { aLiveStroke, aStroke, twoBoards } from './board.fixtures.ts'

const side = fc.constantFrom('left', 'right')
const nonce = fc.nat(1_000)
const id = fc.constantFrom('a', 'b', 'c', 'd')

/** What can happen on two pages, in any order. */
const step = fc.oneof(
  fc.record({ does: fc.constant('add'), side, id, nonce }),
  fc.record({ does: fc.constant('change'), side, id, nonce }),
  fc.record({ does: fc.constant('erase'), side, id, nonce }),
  fc.record({ does: fc.constant('draw'), side, id, nonce }),
  fc.record({ does: fc.constant('deliver'), side, id, nonce }),
  fc.record({ does: fc.constant('cut'), side, id, nonce }),
  fc.record({ does: fc.constant('open'), side, id, nonce }),
)

it('[A11] both pages end with the same board, whoever draws what, whenever the connection breaks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { pipes, ...boards } = twoBoards()
      pipes.open()
      for (const { does, side: on, id: key, nonce: versionNonce } of steps) {
        const board = boards[on]
        const current = board.document.get(key)
        const version = (current?.version ?? 0) + 1
        const isDeleted = does === 'erase'
        if (does === 'draw') board.draw(aLiveStroke({ id: key }))
        else if (does === 'deliver') pipes[on].deliver((versionNonce % 3) + 1)
        else if (does === 'cut') pipes.cut()
        else if (does === 'open' && !pipes.left.isOpen) pipes.open()
        else if (does === 'add' || current) {
          board.apply([aStroke({ id: key, version, versionNonce, isDeleted, x: versionNonce })])
          board.lift()
        }
      }
      if (!pipes.left.isOpen) pipes.open()
      pipes.settle()
      expect(boards.left.document.all()).toEqual(boards.right.document.all())
      expect(boards.left.document.revision).toBe(boards.right.document.revision)
      expect(boards.left.refused + boards.right.refused).toBe(0)
    }),
    { numRuns: 500 },
  )
})
