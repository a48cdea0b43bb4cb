import { Store } from '@visita/call'
import { caseIdSchema, photoIdSchema, type PhotoId, type PhotoMetadata } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OutboxStore, WaitingPhoto } from '../../platform/outbox-store.ts'
import { Refused } from '../../platform/refused.ts'
import { OutboxModel } from './outbox-model.ts'

function aPhoto(): WaitingPhoto {
  const photoId = photoIdSchema.parse(crypto.randomUUID())
  const caseId = caseIdSchema.parse(crypto.randomUUID())
  const said = { slot: 'close_up', lesionId: '', takenAt: '1', faults: '', override: 'none' } as const
  return { id: photoId, metadata: { photoId, caseId, sha256: '0'.repeat(64), ...said } }
}

/** What is on the device, whichever page looks at it. */
class Device implements OutboxStore {
  [Symbol.dispose](): void {
    // Nothing is open.
  }

  readonly photos = new Map<PhotoId, { photo: WaitingPhoto; content: Blob }>()
  list = async () => [...this.photos.values()].map(({ photo }) => photo)
  add = async (photo: WaitingPhoto, content: Blob) => void this.photos.set(photo.id, { photo, content })
  read = async (id: PhotoId) => this.photos.get(id)?.content ?? null
  remove = async (id: PhotoId) => void this.photos.delete(id)
}

const line = new Store<'away' | 'there'>('there')
let device: Device
let arrived: PhotoId[]
let refusals: number
let upload: (content: Blob, metadata: PhotoMetadata, onPart: (part: number) => void) => Promise<void>

beforeEach(() => {
  vi.useFakeTimers()
  device = new Device()
  arrived = []
  refusals = 0
  upload = async (_content, { photoId }) => void arrived.push(photoId)
})
afterEach(() => {
  vi.useRealTimers()
})

async function noLine(): Promise<void> {
  refusals += 1
  throw new Refused('offline')
}

function aPage() {
  const outbox = new OutboxModel({
    openStore: async () => device,
    upload: (...sent) => upload(...sent),
    online: line,
    alone: (work) => work(),
  })
  return { outbox, close: outbox.start() }
}
const states = (outbox: OutboxModel) => outbox.state.get().map(({ state }) => state.is)
const content = new Blob(['picture'])

describe('[X8] the outbox', () => {
  it('sends what is added, and keeps nothing of it', async () => {
    const { outbox } = aPage()
    const photo = aPhoto()
    await outbox.add(photo, content)
    await vi.waitFor(() => expect(arrived).toEqual([photo.id]))
    await vi.waitFor(() => expect([outbox.state.get(), device.photos.size]).toEqual([[], 0]))
  })

  it('keeps what does not get through, and sends it when the line is back', async () => {
    upload = noLine
    const { outbox } = aPage()
    await outbox.add(aPhoto(), content)
    await vi.waitFor(() => expect([refusals, states(outbox)]).toEqual([1, ['waiting']]))
    await vi.advanceTimersByTimeAsync(1)
    expect(device.photos.size).toBe(1)
    upload = async (_content, { photoId }) => void arrived.push(photoId)
    line.update((now) => (now === 'away' ? 'there' : 'away'))
    await vi.waitFor(() => expect([arrived.length, device.photos.size]).toEqual([1, 0]))
  })

  it('tries again by itself', async () => {
    let tries = 0
    upload = async () => {
      tries += 1
      if (tries < 3) throw new Refused('offline')
    }
    const { outbox } = aPage()
    await outbox.add(aPhoto(), content)
    await vi.waitFor(() => expect([tries, states(outbox)]).toEqual([1, ['waiting']]))
    await vi.advanceTimersByTimeAsync(30_000)
    expect([tries, device.photos.size]).toEqual([3, 0])
  })

  it('goes on in the next page with what an earlier one left', async () => {
    upload = () => new Promise(() => undefined)
    const first = aPage()
    await first.outbox.add(aPhoto(), content)
    first.close()
    upload = async (_content, { photoId }) => void arrived.push(photoId)
    aPage()
    await vi.waitFor(() => expect([arrived.length, device.photos.size]).toEqual([1, 0]))
  })

  it('says of one that the server does not take why, and sends the others', async () => {
    const [bad, good] = [aPhoto(), aPhoto()]
    upload = async (_content, { photoId }) => {
      if (photoId === bad.id) throw new Refused('photo_refused', 'heic')
      arrived.push(photoId)
    }
    const { outbox } = aPage()
    await outbox.add(bad, content)
    await outbox.add(good, content)
    await vi.waitFor(() => expect(arrived).toEqual([good.id]))
    expect(outbox.state.get()).toMatchObject([{ id: bad.id, state: { is: 'refused', detail: 'heic' } }])
    await outbox.remove(bad.id)
    expect(outbox.state.get()).toEqual([])
  })

  it('leaves alone what another tab has sent meanwhile', async () => {
    upload = noLine
    const { outbox } = aPage()
    await outbox.add(aPhoto(), content)
    await vi.waitFor(() => expect([refusals, states(outbox)]).toEqual([1, ['waiting']]))
    await vi.advanceTimersByTimeAsync(1)
    device.photos.clear()
    await outbox.send()
    expect([outbox.state.get(), arrived]).toEqual([[], []])
  })

  it('tells how much of one is there', async () => {
    const parts: number[] = []
    upload = async (_content, _metadata, onPart) => {
      for (const part of [0.25, 0.5]) onPart(part)
    }
    const { outbox } = aPage()
    outbox.state.subscribe(() => {
      const [first] = outbox.state.get()
      if (first?.state.is === 'sending') parts.push(first.state.part)
    })
    await outbox.add(aPhoto(), content)
    await vi.waitFor(() => expect(parts).toEqual([0, 0.25, 0.5]))
  })
})
