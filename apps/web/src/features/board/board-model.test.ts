import { Emitter, type BoardImages, type Pipe } from '@visita/call'
import { fakePipePair } from '@visita/call/testing'
import type { BoardElement, FileId, Participant } from '@visita/protocol'
import { expect, it, vi } from 'vitest'
import { aPerson } from '../../platform/testing/samples.ts'
import { BoardModel } from './board-model.ts'

class NoImages extends Emitter<{ arrived: { id: FileId; image: Blob } }> implements BoardImages {
  readonly sent: FileId[] = []

  send(id: FileId): void {
    this.sent.push(id)
  }
}

function aBoard(other: Participant, way: { board: Pipe; pointer: Pipe }): BoardModel {
  const model = new BoardModel()
  model.attach(other, { ...way, images: new NoImages() })
  return model
}

function twoModels() {
  const board = fakePipePair()
  const pointer = fakePipePair()
  board.open()
  pointer.open()
  return {
    board,
    mine: aBoard(aPerson(2), { board: board.left, pointer: pointer.left }),
    theirs: aBoard(aPerson(1), { board: board.right, pointer: pointer.right }),
  }
}

const aNote = (text: string): BoardElement => ({
  id: 'note-1',
  type: 'text',
  text,
  originalText: text,
  x: 0,
  y: 0,
  width: 100,
  height: 35,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  seed: 1,
  version: 3,
  versionNonce: 1,
  index: 'a0',
  isDeleted: false,
  updated: 1,
  locked: false,
  roundness: null,
  groupIds: [],
  frameId: null,
  link: null,
  boundElements: null,
  fontSize: 28,
  fontFamily: 6,
  textAlign: 'left',
  verticalAlign: 'top',
  lineHeight: 1.25,
  autoResize: true,
  containerId: null,
})

it('[A11] keeps what arrives before the board is opened, and says that something new is there', () => {
  const { board, mine, theirs } = twoModels()
  mine.sync.apply([aNote('Itches at night')])
  board.settle()
  expect(theirs.state.get()).toMatchObject({ unseen: true, open: false, elementsCount: 1 })
  expect(theirs.state.get().notes).toEqual([{ id: 'note-1', text: 'Itches at night' }])
  theirs.opened(() => Promise.resolve(''))
  expect(theirs.state.get()).toMatchObject({ unseen: false, open: true })
  expect(mine.state.get().unseen).toBe(false)
})

it('tells when the board is to be kept, whoever changed it', () => {
  const { board, mine, theirs } = twoModels()
  let changes = 0
  theirs.on('changed', () => (changes += 1))
  mine.sync.apply([aNote('One')])
  board.settle()
  theirs.sync.apply([{ ...aNote('Two'), version: 4 }])
  expect(changes).toBe(2)
})

it('[A11] gives both pages the same scene and revision to keep; only a page that can draw it gives one', async () => {
  const { board, mine, theirs } = twoModels()
  mine.sync.apply([aNote('One')])
  board.settle()
  expect(await theirs.snapshot()).toBeNull()
  for (const model of [mine, theirs]) model.opened(() => Promise.resolve('cG5n'))
  const kept = await mine.snapshot()
  expect(kept).toEqual(await theirs.snapshot())
  expect(kept).toMatchObject({ revision: 3, png: 'cG5n' })
})

it('[A11] is to be kept by a page that opens it only after all was drawn', () => {
  const { board, mine, theirs } = twoModels()
  mine.sync.apply([aNote('One')])
  board.settle()
  const toKeep = vi.fn<() => void>()
  theirs.on('changed', toKeep)
  theirs.opened(() => Promise.resolve(''))
  theirs.closed()
  theirs.opened(() => Promise.resolve(''))
  expect(toKeep).toHaveBeenCalledTimes(1)
})

it('[A11] puts the kept board back where both pages were left, without calling it news', async () => {
  const kept = JSON.stringify({ type: 'excalidraw', version: 2, elements: [aNote('Kept')] })
  const { board, mine, theirs } = twoModels()
  await mine.restore(kept, () => Promise.resolve(null))
  board.settle()
  expect(mine.state.get()).toMatchObject({ elementsCount: 1, unseen: false })
  expect(theirs.sync.document.all()).toEqual(mine.sync.document.all())
})

it('leaves the board alone when what was kept cannot be read', async () => {
  const { mine } = twoModels()
  await mine.restore('{', () => Promise.resolve(null))
  await mine.restore('{"elements":7}', () => Promise.resolve(null))
  expect(mine.state.get().elementsCount).toBe(0)
})
