import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aSeat } from '../../platform/testing/samples.ts'
import { aVisit } from './visit.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const { visitId } = aSeat()
const BOARD = `PUT /api/visits/${visitId}/board`

/** A visit whose board is on screen, on a server that keeps all it is given. */
async function aRecordedVisit() {
  const open = await aVisit()
  open.page.answers.set(BOARD, { storedAt: 1 })
  const { board } = await open.visit.openWork()
  board.opened(() => Promise.resolve('cG5n'))
  const boards = (): number => open.page.asked.filter((request) => request === BOARD).length
  const draw = (): void => void board.emit('changed', undefined)
  return { ...open, board, boards, draw }
}

it('[B33] the board is kept when the hand rests, and not at every stroke', async () => {
  const { visit, boards, draw } = await aRecordedVisit()
  for (let stroke = 0; stroke < 5; stroke += 1) {
    draw()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(boards()).toBe(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(boards()).toBe(1)
  visit.end()
})

it('[B33] the last strokes are kept at once when the visit ends', async () => {
  const { visit, boards, draw } = await aRecordedVisit()
  draw()
  visit.end()
  await settled()
  expect(boards()).toBe(1)
  draw()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(boards()).toBe(1)
})

it('[B33] a board that the record has newer is merged into this one, and both are kept', async () => {
  const { page, visit, board, boards, draw } = await aRecordedVisit()
  const scene = { type: 'excalidraw', version: 2, elements: [] }
  page.answers.set(BOARD, Response.json({ error: 'conflict' }, { status: 409 }))
  page.answers.set(`GET /api/visits/${visitId}/board/scene`, scene)
  const restore = vi.spyOn(board, 'restore').mockImplementation(async () => {
    page.answers.set(BOARD, { storedAt: 2 })
  })
  draw()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(restore).toHaveBeenCalledWith(JSON.stringify(scene), expect.any(Function))
  expect([boards(), visit.keeper.state.get()]).toEqual([2, { waiting: 0, failed: 0 }])
  visit.end()
})

it('[B33] a board that others keep again and again meanwhile is merged each time until it is kept', async () => {
  const { page, visit, board, boards, draw } = await aRecordedVisit()
  const scene = { type: 'excalidraw', version: 2, elements: [] }
  page.answers.set(BOARD, Response.json({ error: 'conflict' }, { status: 409 }))
  page.answers.set(`GET /api/visits/${visitId}/board/scene`, scene)
  let merged = 0
  vi.spyOn(board, 'restore').mockImplementation(async () => {
    merged += 1
    if (merged === 3) page.answers.set(BOARD, { storedAt: 4 })
  })
  draw()
  await vi.advanceTimersByTimeAsync(2_000)
  expect([boards(), visit.keeper.state.get()]).toEqual([4, { waiting: 0, failed: 0 }])
  visit.end()
})

it('[B33] a board that was not touched is not kept', async () => {
  const { visit, boards } = await aRecordedVisit()
  visit.end()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(boards()).toBe(0)
})

it('[B33] each line of chat is kept under its own id by its author, and none that arrives', async () => {
  const { page, visit } = await aRecordedVisit()
  visit.write('Does it itch?')
  const [line] = visit.chat.lines.get()
  const written = page.asked.filter((request) => request.includes('/messages/'))
  expect(written).toEqual([`PUT /api/visits/${visitId}/messages/${line?.id}`])
  if (line)
    visit.chat.emit('arrived', { ...line, mine: false, text: 'At night', sentAt: 1, status: 'received' })
  expect(visit.keeper.state.get().waiting).toBe(1)
  visit.end()
})
