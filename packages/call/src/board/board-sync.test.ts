import { BOARD_LIMITS, boardMessageSchema, fileIdSchema } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../parse-message.ts'
import { fakePipePair } from '../testing/fake-pipe.ts'
import { aLiveStroke, anImage, aStroke, FakeImages, twoBoards } from './board.fixtures.ts'
import { BoardSync } from './board-sync.ts'

const FILE = fileIdSchema.parse('0b9f6f4e-6f0f-4a52-9c2a-3d1f5c1f2a10')

/** The message that carries these elements. */
const elements = (...items: unknown[]): string => JSON.stringify({ type: 'elements', elements: items })

describe('a board shared by two pages', () => {
  it('[A11] shows a finished stroke on the other page', () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.apply([aStroke()])
    pipes.settle()
    expect(right.document.all()).toEqual([aStroke()])
  })

  it('[A11] has all that was drawn, with its images, on a page whose board is there later than the connection', () => {
    const pipes = fakePipePair()
    const [early, late] = [new BoardSync(), new BoardSync()]
    const [sent, received] = [new FakeImages(), new FakeImages()]
    sent.other = received
    early.attach({ pipe: pipes.left, images: sent })
    early.addImage(FILE, new Blob(['picture']))
    pipes.open()
    early.apply([aStroke(), anImage('image-1', FILE)])
    pipes.settle()
    late.attach({ pipe: pipes.right, images: received })
    pipes.settle()
    expect(late.document.all()).toEqual(early.document.all())
    expect(late.image(FILE)?.size).toBe(7)
  })

  it('sends an element once, and nothing for what has not changed', () => {
    const { left, pipes } = twoBoards()
    pipes.open()
    pipes.settle()
    left.apply([aStroke()])
    left.apply([aStroke()])
    expect(pipes.left.inFlight).toHaveLength(1)
  })

  it('sends only the changed element, whatever else is on the board', () => {
    const { left, pipes } = twoBoards()
    left.apply(Array.from({ length: 200 }, (_, n) => aStroke({ id: `stroke-${n}` })))
    pipes.open()
    pipes.settle()
    left.apply([aStroke({ id: 'stroke-7', version: 2 })])
    const [sent, ...more] = pipes.left.inFlight
    expect(more).toEqual([])
    expect(parseMessage(boardMessageSchema, sent ?? '')).toEqual({
      type: 'elements',
      elements: [aStroke({ id: 'stroke-7', version: 2 })],
    })
  })

  it('[A11] shows the other stroke while it is drawn, and the element in its place when it is done', () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.draw(aLiveStroke({ id: 's' }))
    left.draw(
      aLiveStroke({
        id: 's',
        points: [
          [0, 0],
          [1, 2],
        ],
      }),
    )
    pipes.settle()
    expect(right.liveStrokes[0]?.points).toEqual([
      [0, 0],
      [1, 2],
    ])
    left.apply([aStroke({ id: 's' })])
    left.lift()
    pipes.settle()
    expect(right.liveStrokes).toEqual([])
    expect(right.document.get('s')).toBeDefined()
  })

  it('takes a stroke back that came to nothing', () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.draw(aLiveStroke())
    left.lift()
    pipes.settle()
    expect(right.liveStrokes).toEqual([])
    expect(right.document.all()).toEqual([])
  })

  it('goes on in the middle of a stroke when the connection is replaced', () => {
    const { left, right, pipes } = twoBoards()
    const points: [number, number][] = Array.from({ length: 50 }, (_, n) => [n, n * 2])
    pipes.open()
    left.draw(aLiveStroke({ points: points.slice(0, 20) }))
    pipes.left.deliver(2)
    pipes.cut()
    expect(right.liveStrokes).toEqual([])
    left.draw(aLiveStroke({ points: points.slice(0, 30) }))
    pipes.open()
    left.draw(aLiveStroke({ points }))
    pipes.settle()
    expect(right.liveStrokes[0]?.points).toEqual(points)
  })

  it('[A11] sends what the connection lost, and what was drawn without one', () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.apply([aStroke({ id: 'lost' })])
    pipes.cut()
    left.apply([aStroke({ id: 'alone' })])
    right.apply([aStroke({ id: 'other' })])
    pipes.open()
    pipes.settle()
    expect(left.document.all()).toEqual(right.document.all())
    expect(left.document.all().map(({ id }) => id)).toEqual(['alone', 'lost', 'other'])
  })

  it('sends nothing again that the other page has', () => {
    const { left, right, pipes } = twoBoards()
    left.apply([aStroke({ id: 'both', points: [[1, 2.25]] })])
    pipes.open()
    pipes.settle()
    pipes.cut()
    pipes.open()
    const sent = [...pipes.left.inFlight]
    pipes.settle()
    expect(sent).toEqual([JSON.stringify({ type: 'have', versions: [['both', 1, 1]] })])
    expect(right.document.all()).toEqual(left.document.all())
  })

  it('[A11] gives a late or reloaded page the whole board, erased elements and images too', async () => {
    const { left, pipes, reloadRight } = twoBoards()
    left.apply([aStroke(), aStroke({ id: 'erased', isDeleted: true, version: 4 })])
    left.addImage(FILE, new Blob(['pixels']))
    left.apply([anImage('image', FILE)])
    pipes.open()
    pipes.settle()
    const fresh = reloadRight()
    pipes.cut()
    pipes.open()
    pipes.settle()
    expect(fresh.document.all()).toEqual(left.document.all())
    expect(await fresh.image(FILE)?.text()).toBe('pixels')
  })

  it('asks for an image when its element arrives, and takes none that is not on the board', async () => {
    const { left, right, pipes, rightImages } = twoBoards()
    pipes.open()
    rightImages.emit('arrived', { id: FILE, image: new Blob(['unasked']) })
    expect(right.image(FILE)).toBeNull()
    left.addImage(FILE, new Blob(['pixels']))
    left.apply([anImage('image', FILE)])
    pipes.settle()
    expect(await right.image(FILE)?.text()).toBe('pixels')
  })

  it('sends an image that it gets itself only after the other page has asked', async () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.restore([anImage('image', FILE)])
    pipes.settle()
    left.addImage(FILE, new Blob(['from the record']))
    expect(await right.image(FILE)?.text()).toBe('from the record')
  })

  it('splits what is larger than the channel takes', () => {
    const { left, right, pipes } = twoBoards()
    pipes.left.maxMessageSize = 1_000
    pipes.open()
    const long = aStroke({ points: Array.from({ length: 2_000 }, (_, n) => [n, n]) })
    left.apply([long])
    const sizes = pipes.left.inFlight.map((data) =>
      typeof data === 'string' ? data.length : data.byteLength,
    )
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000)
    pipes.settle()
    expect(right.document.all()).toEqual([long])
  })

  it('waits for the channel to drain before it sends more of a large board', () => {
    const { left, right, pipes } = twoBoards()
    const points = Array.from({ length: 2_000 }, (_, n): [number, number] => [n + 0.123456, n + 0.123456])
    left.apply(Array.from({ length: 60 }, (_, n) => aStroke({ id: `s-${n}`, points })))
    pipes.open()
    pipes.right.deliver()
    expect(pipes.left.bufferedAmount).toBeLessThan(2 * 1024 ** 2)
    pipes.settle()
    expect(right.document.all()).toHaveLength(60)
  })

  it('[A11] takes up the kept board where both pages were left, and lets newer strokes stand', () => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    left.apply([aStroke({ id: 'changed', version: 5 })])
    pipes.settle()
    left.restore([aStroke({ id: 'kept' }), aStroke({ id: 'changed', version: 2 }), { type: 'iframe' }])
    pipes.settle()
    expect(left.document.all()).toEqual([aStroke({ id: 'changed', version: 5 }), aStroke({ id: 'kept' })])
    expect(right.document.all()).toEqual(left.document.all())
  })

  it('tells who changed the board', () => {
    const { left, right, pipes } = twoBoards()
    const seen: string[] = []
    left.on('changed', ({ by }) => seen.push(`left ${by}`))
    right.on('changed', ({ by }) => seen.push(`right ${by}`))
    pipes.open()
    left.apply([aStroke()])
    pipes.settle()
    expect(seen).toEqual(['left self', 'right peer'])
  })
})

describe('a page that sends what it should not', () => {
  it.each([
    ['no JSON', '{'],
    ['an unknown message', '{"type":"format"}'],
    ['an element of another type', elements({ ...aStroke(), type: 'embeddable' })],
    ['a link', elements({ ...aStroke(), link: 'https://example.org' })],
    ['a coordinate out of bounds', elements({ ...aStroke(), x: 1e9 })],
    ['a number that is none', elements({ ...aStroke(), points: [[null, 1]] })],
    ['a colour that is none', elements({ ...aStroke(), strokeColor: 'url(//example.org)' })],
    ['an order key that the library throws on', elements({ ...aStroke(), index: 'z0' })],
    ['too many points', elements({ ...aStroke(), points: Array.from({ length: 20_001 }, () => [0, 0]) })],
    ['points of no stroke', '{"type":"points","stroke":1,"deltas":[1,1]}'],
    ['bytes that are no piece', new Uint8Array([7, 1, 2]).buffer],
  ])('is ignored and counted: %s', (_what, data) => {
    const { left, right, pipes } = twoBoards()
    pipes.open()
    pipes.settle()
    pipes.left.send(data)
    pipes.settle()
    expect(right.refused).toBe(1)
    expect(right.document.all()).toEqual([])
    left.apply([aStroke()])
    pipes.settle()
    expect(right.document.all()).toHaveLength(1)
  })

  it('does not hold up the good elements of the same message', () => {
    const { right, pipes } = twoBoards()
    pipes.open()
    pipes.left.send(elements({ ...aStroke(), type: 'iframe' }, aStroke({ id: 'good' })))
    pipes.settle()
    expect(right.document.all().map(({ id }) => id)).toEqual(['good'])
  })

  it('cannot fill the memory with elements', () => {
    const { right, pipes } = twoBoards()
    pipes.open()
    for (let from = 0; from < BOARD_LIMITS.elements + 500; from += 500) {
      pipes.left.send(elements(...Array.from({ length: 500 }, (_, n) => aStroke({ id: `s-${from + n}` }))))
    }
    pipes.settle()
    expect(right.document.all()).toHaveLength(BOARD_LIMITS.elements)
  })
})

describe('[B26] a board of three', () => {
  it('is the same on all, and a stroke under one pen is seen by both others', () => {
    const { left, right, pipes } = twoBoards()
    const [images, other] = [new FakeImages(), fakePipePair()]
    const third = new BoardSync()
    left.attach({ pipe: other.left, images })
    third.attach({ pipe: other.right, images })
    pipes.open()
    other.open()
    left.draw(aLiveStroke({ points: [[1, 1]] }))
    pipes.settle()
    other.settle()
    expect([right, third].map(({ liveStrokes }) => liveStrokes.length)).toEqual([1, 1])
    left.apply([aStroke({ id: 'live-1' })])
    left.lift()
    pipes.settle()
    other.settle()
    for (const board of [right, third]) {
      expect(board.document.all().map(({ id }) => id)).toEqual(['live-1'])
      expect(board.liveStrokes).toEqual([])
    }
  })
})
