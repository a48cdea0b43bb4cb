import { FileExchange, newWasmHasher } from '@visita/call'
import { fakePipePair } from '@visita/call/testing'
import { fileIdSchema, LIMITS, type FileId } from '@visita/protocol'
import { v4 } from 'uuid'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { aPerson, asParticipant } from '../../platform/testing/samples.ts'
import type { ChooseTarget } from './choose-target.ts'
import { FilesModel } from './files-model.ts'

const models: FilesModel[] = []
afterEach(() => {
  for (const model of models.splice(0)) model.dispose()
})

const newId = (): FileId => fileIdSchema.parse(v4())

/** Two people's files, with all that is in flight delivered by `settle`. */
function twoPeople(chooseTarget: ChooseTarget | null = null) {
  const files = fakePipePair()
  const bulk = fakePipePair()
  const side = (end: 'left' | 'right') => {
    const exchange = new FileExchange({
      files: files[end],
      bulk: bulk[end],
      newHasher: newWasmHasher,
      now: () => 0,
      newId,
    })
    const model = new FilesModel({ newId, chooseTarget })
    model.attach(asParticipant(aPerson(2)), exchange)
    models.push(model)
    return { exchange, model }
  }
  const left = side('left')
  const right = side('right')
  files.open()
  bulk.open()
  const until = (condition: () => boolean) =>
    vi.waitFor(() => {
      files.settle()
      bulk.settle()
      expect(condition()).toBe(true)
    })
  return { left, right, until }
}

const aPhoto = () => new File([new Uint8Array(500)], 'photo.png', { type: 'image/png' })
const aLetter = () => new File(['<p>'], 'letter.html', { type: 'text/html' })
const aFilm = () =>
  Object.defineProperty(new File(['film'], 'film.mp4'), 'size', { value: LIMITS.fileUnasked + 1 })

describe('[A10] the files of a visit', () => {
  it('show a picture on both sides, and a way to save what arrived', async () => {
    const { left, right, until } = twoPeople()
    left.model.send([aPhoto(), aLetter()])
    await until(() => left.model.cards.get().every(({ state }) => state.kind === 'done'))
    expect(right.model.cards.get().map(({ name, picture, url }) => [name, picture, url !== null])).toEqual([
      ['photo.png', true, true],
      ['letter.html', false, true],
    ])
    // One's own page is not made reachable in ours.
    expect(left.model.cards.get().map(({ url }) => url !== null)).toEqual([true, false])
  })

  it('revoke every address of content when the visit is over', async () => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL')
    const { left, right, until } = twoPeople()
    left.model.send([aPhoto()])
    await until(() => right.model.cards.get()[0]?.state.kind === 'done')
    const url = right.model.cards.get()[0]?.url
    right.model.dispose()
    expect(revoke).toHaveBeenCalledWith(url)
  })

  it('leave out what the board asked for', async () => {
    const { left, right, until } = twoPeople()
    left.exchange.send(aPhoto(), 'board')
    await until(() => right.exchange.transfers.get()[0]?.state.kind === 'done')
    expect(right.model.cards.get()).toEqual([])
    expect(right.model.news.get()).toBe(0)
  })

  it('count as news until they are looked at', async () => {
    const { left, right, until } = twoPeople()
    left.model.send([aPhoto(), aFilm()])
    await until(() => right.model.news.get() === 2)
    right.model.look()
    expect(right.model.news.get()).toBe(0)
    expect(left.model.news.get()).toBe(0)
  })

  it('say which one is too large', () => {
    const { left } = twoPeople()
    const huge = Object.defineProperty(aPhoto(), 'size', { value: LIMITS.fileSize + 1 })
    left.model.send([huge])
    expect(left.model.problem.get()).toEqual({ code: 'too_large', name: 'photo.png' })
    left.model.dismissProblem()
    expect(left.model.problem.get()).toBeNull()
  })

  it('stay on offer when the person closes the question where to save', async () => {
    const { left, right, until } = twoPeople(() => Promise.resolve(null))
    left.model.send([aFilm()])
    await until(() => right.model.cards.get().length === 1)
    const [film] = right.model.cards.get()
    if (film) await right.model.saveToDisk(film)
    expect(right.model.cards.get()[0]?.state.kind).toBe('offered')
    expect(right.model.problem.get()).toBeNull()
  })

  it('stay on offer, with a word, when the place chosen cannot be written', async () => {
    const { left, right, until } = twoPeople(() => Promise.reject(new DOMException('no', 'NotAllowedError')))
    left.model.send([aFilm()])
    await until(() => right.model.cards.get().length === 1)
    const [film] = right.model.cards.get()
    if (film) await right.model.saveToDisk(film)
    expect(right.model.cards.get()[0]?.state.kind).toBe('offered')
    expect(right.model.problem.get()).toEqual({ code: 'cannot_write', name: 'film.mp4' })
  })
})
