import {
  LIMITS,
  messageIdSchema,
  personIdSchema,
  type ChatMessage,
  type MessageId,
  type PersonId,
} from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Chat, type KeptLine } from './chat.ts'
import { fakePipePair } from './testing/index.ts'

const anId = (number: number): MessageId =>
  messageIdSchema.parse(`00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`)

const aPersonId = (number: number): PersonId =>
  personIdSchema.parse(`00000000-0000-4000-9000-00000000000${number}`)
const [me, them, third] = [aPersonId(1), aPersonId(2), aPersonId(3)]

function twoPeople() {
  const pipe = fakePipePair()
  const [mine, theirs] = [new Chat(), new Chat()]
  mine.attach(them, pipe.left)
  const leave = theirs.attach(me, pipe.right)
  const arrived: string[] = []
  const written: string[] = []
  theirs.on('arrived', ({ text }) => arrived.push(text))
  mine.on('written', ({ text }) => written.push(text))
  pipe.open()
  return { pipe, mine, theirs, arrived, written, leave }
}

/** A line is confirmed after it was drawn, which is a microtask later. */
async function settled({ left, right }: ReturnType<typeof fakePipePair>): Promise<void> {
  do await Promise.resolve()
  while (left.deliver() + right.deliver() > 0)
}

const texts = (chat: Chat): string[] => chat.lines.get().map(({ text }) => text)
const statuses = (chat: Chat): string[] => chat.lines.get().map(({ status }) => status)

describe('[A9] a line of chat', () => {
  it('waits until the other page has it', async () => {
    const { pipe, mine, theirs, arrived, written } = twoPeople()
    mine.write(anId(1), 'Good morning', 5)
    expect(statuses(mine)).toEqual(['waiting'])
    await settled(pipe)
    expect(mine.lines.get()).toEqual([
      { id: anId(1), mine: true, author: null, text: 'Good morning', sentAt: 5, status: 'received' },
    ])
    expect(theirs.lines.get()).toEqual([
      { id: anId(1), mine: false, author: me, text: 'Good morning', sentAt: 5, status: 'received' },
    ])
    expect([written, arrived]).toEqual([['Good morning'], ['Good morning']])
  })

  it('written while the connection is away is sent when it is back', async () => {
    const { pipe, mine, theirs } = twoPeople()
    pipe.cut()
    mine.write(anId(1), 'Are you there?', 1)
    mine.write(anId(2), 'I wait', 2)
    pipe.open()
    await settled(pipe)
    expect(texts(theirs)).toEqual(['Are you there?', 'I wait'])
    expect(statuses(mine)).toEqual(['received', 'received'])
  })

  it('arrives once, although its confirmation was lost and it was sent again', async () => {
    const { pipe, mine, theirs, arrived } = twoPeople()
    mine.write(anId(1), 'Once', 1)
    pipe.left.deliver()
    pipe.cut()
    expect(statuses(mine)).toEqual(['waiting'])
    pipe.open()
    await settled(pipe)
    expect(texts(theirs)).toEqual(['Once'])
    expect(arrived).toEqual(['Once'])
    expect(statuses(mine)).toEqual(['received'])
  })

  it('is not marked by a confirmation of another, nor another’s by its author', async () => {
    const { pipe, mine, theirs } = twoPeople()
    mine.write(anId(1), 'Mine', 1)
    pipe.right.send(JSON.stringify({ type: 'received', id: anId(2) }))
    pipe.right.deliver()
    expect(statuses(mine)).toEqual(['waiting'])
    await settled(pipe)
    pipe.left.send(JSON.stringify({ type: 'received', id: anId(1) }))
    await settled(pipe)
    expect(theirs.lines.get()[0]).toMatchObject({ mine: false })
  })
})

it('[A9] whatever is cut and when, every line arrives once and in order', async () => {
  const step = fc.oneof(
    { arbitrary: fc.constantFrom('write', 'left', 'right'), weight: 5 },
    { arbitrary: fc.constantFrom('cut', 'open'), weight: 1 },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { pipe, mine, theirs, arrived, written } = twoPeople()
      for (const [number, what] of steps.entries()) {
        if (what === 'write') mine.write(anId(number), `${number}`, number)
        else if (what === 'left' || what === 'right') pipe[what].deliver(1)
        else pipe[what]()
        await Promise.resolve()
      }
      pipe.cut()
      pipe.open()
      await settled(pipe)
      expect(texts(theirs)).toEqual(written)
      expect(arrived).toEqual(written)
      expect(statuses(mine).every((status) => status === 'received')).toBe(true)
    }),
    { seed: 9, numRuns: 300 },
  )
})

const kept = (number: number, text: string, change: Partial<KeptLine> = {}): KeptLine => ({
  id: anId(number),
  author: null,
  text,
  sentAt: number,
  waitsFor: [],
  ...change,
})

describe('putting back what the record has kept', () => {
  it('keeps the order of writing, and what is here already', async () => {
    const { pipe, mine } = twoPeople()
    mine.write(anId(2), 'here', 2)
    mine.restore([kept(1, 'before'), kept(2, 'kept'), kept(3, 'after')])
    expect(texts(mine)).toEqual(['before', 'here', 'after'])
    expect(statuses(mine)).toEqual(['received', 'waiting', 'received'])
    await settled(pipe)
    expect(statuses(mine)).toEqual(['received', 'received', 'received'])
  })

  it('of one’s own is sent once more, for the other page may never have had it', async () => {
    const { pipe, mine, theirs } = twoPeople()
    mine.restore([kept(1, 'Written while the line was cut', { waitsFor: [them] })])
    expect(statuses(mine)).toEqual(['waiting'])
    await settled(pipe)
    expect(texts(theirs)).toEqual(['Written while the line was cut'])
    expect(statuses(mine)).toEqual(['received'])
  })

  it('is no news, and neither is the same line when the other page sends it again', async () => {
    const { pipe, mine, theirs, arrived } = twoPeople()
    theirs.restore([kept(1, 'Good morning', { author: me })])
    mine.write(anId(1), 'Good morning', 1)
    await settled(pipe)
    expect(arrived).toEqual([])
    expect(texts(theirs)).toEqual(['Good morning'])
  })
})

describe('what no page of ours would send', () => {
  const text: ChatMessage = { type: 'text', id: anId(1), text: 'x', sentAt: 1 }
  it.each([
    ['no JSON', '{'],
    ['binary', new ArrayBuffer(8)],
    ['null', 'null'],
    ['another type', JSON.stringify({ ...text, type: 'html' })],
    ['no text', JSON.stringify({ ...text, text: '   ' })],
    ['too long a text', JSON.stringify({ ...text, text: 'x'.repeat(LIMITS.chatText + 1) })],
    ['an id that is none', JSON.stringify({ ...text, id: '__proto__' })],
    ['a time before all times', JSON.stringify({ ...text, sentAt: -1 })],
  ])('is ignored: %s', async (_, data) => {
    const { pipe, mine, theirs } = twoPeople()
    pipe.left.send(data)
    await settled(pipe)
    expect(theirs.lines.get()).toEqual([])
    mine.write(anId(2), 'The next is read', 2)
    await settled(pipe)
    expect(texts(theirs)).toEqual(['The next is read'])
  })
})

it('listens no more to somebody who left', async () => {
  const { pipe, mine, theirs, leave } = twoPeople()
  leave()
  mine.write(anId(1), 'Too late', 1)
  await settled(pipe)
  expect(texts(theirs)).toEqual([])
  expect(statuses(mine)).toEqual(['waiting'])
})

describe('[B26] with more than two', () => {
  it('a line has arrived when all have it who were there, and one who left is waited for no more', async () => {
    const { pipe, mine } = twoPeople()
    const other = fakePipePair()
    const leave = mine.attach(third, other.left)
    mine.write(anId(1), 'Good morning, both', 1)
    await settled(pipe)
    expect(statuses(mine)).toEqual(['waiting'])
    leave()
    expect(statuses(mine)).toEqual(['received'])
  })

  it('whoever comes later is sent what is written from then on, also after a cut', async () => {
    const { pipe, mine } = twoPeople()
    mine.write(anId(1), 'Between the two of us', 1)
    const other = fakePipePair()
    const newcomer = new Chat()
    mine.attach(third, other.left)
    newcomer.attach(me, other.right)
    other.open()
    other.cut()
    mine.write(anId(2), 'To both', 2)
    other.open()
    await settled(other)
    expect(texts(newcomer)).toEqual(['To both'])
    await settled(pipe)
    expect(statuses(mine)).toEqual(['received', 'received'])
  })
})
