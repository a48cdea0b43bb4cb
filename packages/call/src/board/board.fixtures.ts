import type { BoardElement, FileId } from '@visita/protocol'
import { Emitter } from '../emitter.ts'
import { fakePipePair } from '../testing/fake-pipe.ts'
import type { BoardImages } from './board-images.ts'
import { BoardSync } from './board-sync.ts'
import type { LiveStroke } from './strokes.ts'

type Stroke = Extract<BoardElement, { type: 'freedraw' }>

const common = {
  x: 10,
  y: 20,
  width: 30,
  height: 40,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  seed: 7,
  version: 1,
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
} as const

export const aStroke = (change: Partial<Stroke> = {}): Stroke => ({
  ...common,
  groupIds: [],
  id: 'stroke-1',
  type: 'freedraw',
  points: [
    [0, 0],
    [5, 5],
  ],
  pressures: [],
  simulatePressure: true,
  lastCommittedPoint: null,
  ...change,
})

export const anImage = (id: string, fileId: FileId): BoardElement => ({
  ...common,
  groupIds: [],
  id,
  type: 'image',
  fileId,
  status: 'saved',
  scale: [1, 1],
  crop: null,
  locked: true,
})

export const aLiveStroke = (change: Partial<LiveStroke> = {}): LiveStroke => ({
  id: 'live-1',
  x: 0,
  y: 0,
  colour: '#e03131',
  width: 2,
  points: [[0, 0]],
  pressures: null,
  ...change,
})

export class FakeImages extends Emitter<{ arrived: { id: FileId; image: Blob } }> implements BoardImages {
  other: FakeImages | null = null

  send(id: FileId, image: Blob): void {
    this.other?.emit('arrived', { id, image })
  }
}

/** Two boards over fake pipes; `open` and `cut` as a connection would. */
export function twoBoards() {
  const pipes = fakePipePair()
  const leftImages = new FakeImages()
  const rightImages = new FakeImages()
  leftImages.other = rightImages
  rightImages.other = leftImages
  const left = new BoardSync()
  left.attach({ pipe: pipes.left, images: leftImages })
  const right = new BoardSync()
  let release = right.attach({ pipe: pipes.right, images: rightImages })
  return {
    pipes,
    left,
    right,
    rightImages,
    /** The right page is loaded anew: it knows nothing, over the same pipes. */
    reloadRight: (): BoardSync => {
      release()
      const after = new BoardSync()
      release = after.attach({ pipe: pipes.right, images: rightImages })
      return after
    },
  }
}
