import { FileExchange, newWasmHasher } from '@visita/call'
import { fakePipePair } from '@visita/call/testing'
import { fileIdSchema, type FileId } from '@visita/protocol'
import { v4 } from 'uuid'
import { afterEach, expect, it, vi } from 'vitest'
import { VisitBoardImages } from './board-images.ts'

const exchanges: FileExchange[] = []
afterEach(() => {
  for (const exchange of exchanges.splice(0)) exchange.dispose()
})

function twoPages() {
  const files = fakePipePair()
  const bulk = fakePipePair()
  const page = (end: 'left' | 'right') => {
    const exchange = new FileExchange({
      files: files[end],
      bulk: bulk[end],
      newHasher: newWasmHasher,
      now: () => 0,
      newId: () => fileIdSchema.parse(v4()),
    })
    exchanges.push(exchange)
    return { exchange, images: new VisitBoardImages(exchange) }
  }
  const mine = page('left')
  const theirs = page('right')
  files.open()
  bulk.open()
  const arrived: { id: FileId; image: Blob }[] = []
  theirs.images.on('arrived', (image) => arrived.push(image))
  const until = (condition: () => boolean) =>
    vi.waitFor(() => {
      files.settle()
      bulk.settle()
      expect(condition()).toBe(true)
    })
  return { mine, theirs, arrived, until }
}

const id = fileIdSchema.parse('0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e')
const aPicture = (bytes = 500) => new Blob([new Uint8Array(bytes)], { type: 'image/png' })

it('[A12] an image arrives under its id', async () => {
  const { mine, arrived, until } = twoPages()
  mine.images.send(id, aPicture())
  await until(() => arrived.length === 1)
  expect(arrived[0]).toMatchObject({ id, image: { size: 500 } })
})

it('[A12] an image under way is not sent twice at once; when it is there it can be sent again', async () => {
  const { mine, arrived, until } = twoPages()
  mine.images.send(id, aPicture())
  mine.images.send(id, aPicture())
  expect(mine.exchange.transfers.get()).toHaveLength(1)
  await until(() => mine.exchange.transfers.get()[0]?.state.kind === 'done')
  mine.images.send(id, aPicture())
  await until(() => arrived.length === 2)
})

it.each([
  ['this page', 'mine'],
  ['the other page', 'theirs'],
] as const)('[A12] an image whose sending was cancelled on %s can be asked for again', async (_, side) => {
  const pages = twoPages()
  const { mine, arrived, until } = pages
  mine.images.send(id, aPicture(2_000_000))
  await until(() => pages[side].exchange.transfers.get().length === 1)
  const [transfer] = pages[side].exchange.transfers.get()
  if (transfer) pages[side].exchange.cancel(transfer.id)
  await until(() => mine.exchange.transfers.get()[0]?.state.kind === 'cancelled')
  mine.images.send(id, aPicture())
  await until(() => arrived.length === 1)
  expect(arrived[0]?.id).toBe(id)
})

it('takes neither a file of the panel for an image, nor an image under a name that is no id', async () => {
  const { mine, theirs, arrived, until } = twoPages()
  mine.exchange.send(new File([aPicture()], id, { type: 'image/png' }), 'file')
  mine.exchange.send(new File([aPicture()], 'skin.png', { type: 'image/png' }), 'board')
  await until(() => theirs.exchange.transfers.get().filter(({ state }) => state.kind === 'done').length === 2)
  expect(arrived).toEqual([])
})
