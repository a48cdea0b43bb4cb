import { Store, toHex, type Readable } from '@visita/call'
import {
  photoIdSchema,
  slotsFor,
  type Case,
  type LesionId,
  type Override,
  type Photo,
  type PhotoFault,
  type Slot,
} from '@visita/protocol'
import type { OutboxModel, Outgoing } from './outbox-model.ts'

/** What there is to do: a photograph is to be taken, or one was and is to be judged. */
export type CaptureStep =
  | { at: 'taking'; problem: 'unreadable' | 'not_kept' | null }
  | { at: 'looking' }
  | { at: 'judging'; photo: Blob; faults: readonly PhotoFault[]; address: string }

export interface CaptureState {
  lesion: LesionId | null
  slot: Slot
  step: CaptureStep
  /** Used on this page, which is before the server has them. */
  used: readonly { lesion: LesionId | null; slot: Slot }[]
}

interface CaptureNeeds {
  of: Pick<Case, 'id' | 'complaint' | 'lesions'>
  outbox: Pick<OutboxModel, 'add'>
  look: (photo: Blob, slot: Slot) => Promise<readonly PhotoFault[]>
  /** Epoch milliseconds. */
  now: () => number
}

/** Leads through the photographs of a case: slot by slot, each looked at before it is used (X4). */
export class CaptureModel {
  readonly slots: readonly Slot[]
  readonly #needs: CaptureNeeds
  readonly #state: Store<CaptureState>

  constructor(needs: CaptureNeeds) {
    this.#needs = needs
    this.slots = slotsFor(needs.of.complaint)
    const [slot = 'close_up'] = this.slots
    const lesion = needs.of.lesions[0]?.id ?? null
    this.#state = new Store({ lesion, slot, step: { at: 'taking', problem: null }, used: [] })
  }

  get state(): Readable<CaptureState> {
    return this.#state
  }

  choose(change: { lesion?: LesionId | null; slot?: Slot }): void {
    this.again()
    this.#state.update((state) => ({ ...state, ...change }))
  }

  /** Looks at what was taken or chosen. */
  async take(photo: Promise<Blob> | Blob): Promise<void> {
    const { slot } = this.#state.get()
    this.#become({ at: 'looking' })
    try {
      const taken = await photo
      const faults = await this.#needs.look(taken, slot)
      if (this.#state.get().step.at !== 'looking') return
      this.#become({ at: 'judging', photo: taken, faults, address: URL.createObjectURL(taken) })
    } catch {
      this.#become({ at: 'taking', problem: 'unreadable' })
    }
  }

  again(): void {
    this.#become({ at: 'taking', problem: null })
  }

  /** Puts it into the outbox, and goes on to what is to be taken next. */
  async use(override: Override): Promise<void> {
    const { step, lesion, slot } = this.#state.get()
    if (step.at !== 'judging') return
    const id = photoIdSchema.parse(crypto.randomUUID())
    const metadata = {
      caseId: this.#needs.of.id,
      photoId: id,
      lesionId: lesion ?? ('' as const),
      slot,
      sha256: await sha256Of(step.photo),
      takenAt: String(this.#needs.now()),
      faults: step.faults.join(),
      override,
    }
    try {
      await this.#needs.outbox.add({ id, metadata }, step.photo)
    } catch {
      // The device is full, or keeps nothing for a private window.
      return this.#become({ at: 'taking', problem: 'not_kept' })
    }
    const used = [...this.#state.get().used, { lesion, slot }]
    this.#become({ at: 'taking', problem: null })
    this.#state.update((state) => ({ ...state, used, slot: nextSlot(this.slots, used, state) }))
  }

  close(): void {
    this.again()
  }

  /** An address that is shown no more is given back with its picture. */
  #become(step: CaptureStep): void {
    const before = this.#state.get().step
    if (before.at === 'judging') URL.revokeObjectURL(before.address)
    this.#state.update((state) => ({ ...state, step }))
  }
}

/** The first that was not taken of this lesion; when all were, the same again. */
const nextSlot = (slots: readonly Slot[], used: CaptureState['used'], { lesion, slot }: CaptureState): Slot =>
  slots.find((each) => !used.some((one) => one.slot === each && one.lesion === lesion)) ??
  slots.at(-1) ??
  slot

const sha256Of = async (photo: Blob): Promise<string> =>
  toHex(await crypto.subtle.digest('SHA-256', await photo.arrayBuffer()))

export type SlotStanding = 'open' | 'again' | 'sending' | 'done'

/** How it stands with a slot: asked for once more, on its way, there since a day, or to be taken. */
export function standingOf(
  { lesion, slot }: Pick<CaptureState, 'lesion' | 'slot'>,
  { photos, outgoing, now }: { photos: readonly Photo[]; outgoing: readonly Outgoing[]; now: number },
): SlotStanding {
  const isOf = (one: { lesion: LesionId | null; slot: Slot }): boolean =>
    one.slot === slot && one.lesion === lesion
  const waits = outgoing.some(
    ({ metadata, state }) =>
      state.is !== 'refused' &&
      isOf({ slot: metadata.slot, lesion: metadata.lesionId === '' ? null : metadata.lesionId }),
  )
  if (waits) return 'sending'
  const own = photos.filter(isOf)
  if (own.some(({ retake }) => retake !== null)) return 'again'
  return own.some(({ keptAt }) => now - keptAt < DAY_MS) ? 'done' : 'open'
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The newest photograph of the same place, for holding the camera as it was held then. */
export const ghostFor = (
  photos: readonly Photo[],
  { lesion, slot }: Pick<CaptureState, 'lesion' | 'slot'>,
): Photo | undefined => photos.find((photo) => photo.slot === slot && photo.lesion === lesion)
