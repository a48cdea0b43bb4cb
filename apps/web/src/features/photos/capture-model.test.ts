import {
  caseIdSchema,
  lesionIdSchema,
  personIdSchema,
  photoIdSchema,
  type Photo,
  type PhotoFault,
} from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WaitingPhoto } from '../../platform/outbox-store.ts'
import { CaptureModel, ghostFor, standingOf } from './capture-model.ts'

const uuid = () => crypto.randomUUID()
const of = {
  id: caseIdSchema.parse(uuid()),
  complaint: 'mole' as const,
  lesions: [
    { id: lesionIdSchema.parse(uuid()), site: 'back', label: 'Mole', since: null, addedAt: 1 },
    { id: lesionIdSchema.parse(uuid()), site: 'back', label: 'Other', since: null, addedAt: 2 },
  ],
}
const [first, second] = of.lesions.map(({ id }) => id)
const picture = new Blob(['picture'], { type: 'image/jpeg' })

let added: WaitingPhoto[]
let faults: readonly PhotoFault[]
beforeEach(() => {
  added = []
  faults = []
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: vi.fn<() => void>() })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const aCapture = (add = async (photo: WaitingPhoto) => void added.push(photo)) =>
  new CaptureModel({ of, outbox: { add }, look: async () => faults, now: () => 1_000 })

const aPhoto = (change: Partial<Photo> = {}): Photo => ({
  id: photoIdSchema.parse(uuid()),
  lesion: first ?? null,
  slot: 'regional',
  sender: personIdSchema.parse(uuid()),
  takenAt: 1,
  keptAt: 1_000,
  claimed: null,
  width: 1024,
  height: 768,
  faults: [],
  override: 'none',
  isNew: true,
  retake: null,
  ...change,
})

describe('[X4] guided photographs', () => {
  it('lead from slot to slot of the complaint', async () => {
    const capture = aCapture()
    const slots: string[] = []
    for (let time = 0; time < 3; time += 1) {
      slots.push(capture.state.get().slot)
      await capture.take(picture)
      await capture.use('none')
    }
    expect(slots).toEqual(['regional', 'close_up', 'scale'])
    expect(added.map(({ metadata }) => [metadata.slot, metadata.lesionId])).toEqual(
      slots.map((slot) => [slot, first]),
    )
  })

  it('begin anew for another lesion', async () => {
    const capture = aCapture()
    await capture.take(picture)
    await capture.use('none')
    capture.choose({ lesion: second ?? null, slot: 'regional' })
    await capture.take(picture)
    await capture.use('none')
    expect(capture.state.get()).toMatchObject({ lesion: second, slot: 'close_up' })
  })

  it('say what is wrong, and send it along with the reason for using it all the same', async () => {
    faults = ['blurred', 'no_marker']
    const capture = aCapture()
    await capture.take(picture)
    expect(capture.state.get().step).toMatchObject({ at: 'judging', faults })
    await capture.use('no_help')
    expect(added[0]?.metadata).toMatchObject({
      faults: 'blurred,no_marker',
      override: 'no_help',
      takenAt: '1000',
    })
    expect(added[0]?.metadata.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('take one again without sending the first', async () => {
    const capture = aCapture()
    await capture.take(picture)
    capture.again()
    expect([capture.state.get().step, added]).toEqual([{ at: 'taking', problem: null }, []])
  })

  it('say of a file that is no picture, and of a device that keeps nothing, what it is', async () => {
    const capture = aCapture(async () => {
      throw new Error('full')
    })
    await capture.take(Promise.reject(new Error('no picture')))
    expect(capture.state.get().step).toEqual({ at: 'taking', problem: 'unreadable' })
    await capture.take(picture)
    await capture.use('none')
    expect(capture.state.get().step).toEqual({ at: 'taking', problem: 'not_kept' })
  })
})

describe('[X4] a slot', () => {
  const at = { lesion: first ?? null, slot: 'regional' as const }
  const standing = (photos: Photo[], now = 2_000) => standingOf(at, { photos, outgoing: [], now })

  it('is to be taken, there for a day, or asked for once more', () => {
    expect(standing([])).toBe('open')
    expect(standing([aPhoto({ slot: 'scale' }), aPhoto({ lesion: second ?? null })])).toBe('open')
    expect(standing([aPhoto()])).toBe('done')
    expect(standing([aPhoto()], 1_000 + 25 * 3_600_000)).toBe('open')
    expect(standing([aPhoto({ retake: { why: 'blurred', askedAt: 1 } })])).toBe('again')
  })

  it('is on its way while its photograph waits', async () => {
    const capture = aCapture()
    await capture.take(picture)
    await capture.use('none')
    const outgoing = added.map((photo) => ({ ...photo, state: { is: 'waiting' as const } }))
    expect(standingOf(at, { photos: [], outgoing, now: 2_000 })).toBe('sending')
  })

  it('has the newest photograph of the same place as its ghost', () => {
    const [newest, older] = [aPhoto({ keptAt: 9 }), aPhoto({ keptAt: 5 })]
    expect(ghostFor([aPhoto({ slot: 'scale', keptAt: 10 }), newest, older], at)).toBe(newest)
  })
})
