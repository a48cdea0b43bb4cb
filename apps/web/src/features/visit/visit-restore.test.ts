import { fileIdSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPeer, aSeat } from '../../platform/testing/samples.ts'
import { aRecord, aVisit } from './visit.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const { visitId } = aSeat()
const peer = aPeer()
const imageId = fileIdSchema.parse('0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e')
const messageId = '1b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'

const kept = (path: string): string => `GET /api/visits/${visitId}${path}`
const aRecordWithBoard = (): unknown => ({
  ...aRecord(),
  messages: [{ id: messageId, author: peer.id, text: 'Good morning', sentAt: 1 }],
  board: { revision: 3, updatedAt: 2 },
})

const anImage = (fileId: string) => ({
  id: 'image-1',
  type: 'image',
  fileId,
  status: 'saved',
  scale: [1, 1],
  crop: null,
  x: 0,
  y: 0,
  width: 100,
  height: 35,
  angle: 0,
  strokeColor: 'transparent',
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
  locked: true,
  roundness: null,
  groupIds: [],
  frameId: null,
  link: null,
  boundElements: null,
})

describe('[B33] after a reload', () => {
  it('the conversation and the board with its pictures come back from the record', async () => {
    const { page, visit } = await aVisit()
    page.answers.set(kept(''), aRecordWithBoard())
    page.answers.set(kept('/board/scene'), new Response(JSON.stringify({ elements: [anImage(imageId)] })))
    page.answers.set(kept(`/files/${imageId}`), new Response('picture'))
    await visit.restore()
    expect(visit.chat.lines.get()).toMatchObject([{ id: messageId, mine: false, text: 'Good morning' }])
    expect((await visit.openWork()).board.state.get()).toMatchObject({ elementsCount: 1, unseen: false })
    expect(await (await visit.openWork()).board.sync.image(imageId)?.text()).toBe('picture')
    visit.end()
  })

  it('the board comes back without a picture that the record has not', async () => {
    const { page, visit } = await aVisit()
    page.answers.set(kept(''), aRecordWithBoard())
    page.answers.set(kept('/board/scene'), new Response(JSON.stringify({ elements: [anImage(imageId)] })))
    await visit.restore()
    expect((await visit.openWork()).board.state.get().elementsCount).toBe(1)
    expect((await visit.openWork()).board.sync.image(imageId)).toBeNull()
    visit.end()
  })

  it('nothing is asked for beyond what the record has', async () => {
    const { page, visit } = await aVisit()
    page.answers.set(kept(''), aRecord())
    await visit.restore()
    expect(page.asked).toEqual([kept('')])
    visit.end()
  })

  it('a record that cannot be read leaves the visit as it is', async () => {
    const { page, visit, ends } = await aVisit()
    await visit.restore()
    page.answers.set(kept(''), aRecordWithBoard())
    await visit.restore()
    expect(visit.chat.lines.get()).toHaveLength(1)
    expect([(await visit.openWork()).board.state.get().elementsCount, ends]).toEqual([0, []])
    visit.end()
  })
})
