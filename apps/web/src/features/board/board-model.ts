import {
  BoardPointer,
  BoardSync,
  Emitter,
  Store,
  type BoardEvents,
  type BoardImages,
  type Pipe,
  type Readable,
} from '@visita/call'
import {
  BOARD_LIMITS,
  fileIdSchema,
  type BoardElement,
  type FileId,
  type KeepBoardRequest,
} from '@visita/protocol'
import { v4 as uuid } from 'uuid'
import * as z from 'zod/mini'
import { prepareImage, type PreparedImage } from './prepare-image.ts'

type BoardProblem = 'undecodable' | 'too_many' | 'full'

export interface BoardState {
  /** Things on the board now, pictures and notes too. */
  elementsCount: number
  /** The other person changed the board while it was not on screen. */
  unseen: boolean
  open: boolean
  /** A picture is being made ready. */
  preparing: boolean
  problem: BoardProblem | null
  /** The written notes, for those who cannot see the drawing. */
  notes: readonly { id: string; text: string }[]
}

const keptSceneSchema = z.object({ elements: z.array(z.unknown()).check(z.maxLength(BOARD_LIMITS.elements)) })

/** A picture that waits for the drawing surface to be placed. */
export interface WaitingImage extends PreparedImage {
  id: FileId
}

/** Draws the board as one PNG in base64; only the loaded drawing surface can. */
export type PictureMaker = (
  elements: readonly BoardElement[],
  image: (id: FileId) => Blob | null,
) => Promise<string>

interface BoardOptions {
  board: Pipe
  pointer: Pipe
  images: BoardImages
  peerName: string
}

/**
 * The whiteboard of one visit, whether or not it is on screen: what the other person draws is kept and
 * counted until it is opened. `changed`: time to keep the board in the record, see `snapshot`.
 */
export class BoardModel extends Emitter<{ changed: undefined }> {
  readonly sync: BoardSync
  readonly pointer: BoardPointer
  readonly peerName: string
  readonly #waiting = new Store<readonly WaitingImage[]>([])
  readonly #state = new Store<BoardState>({
    elementsCount: 0,
    unseen: false,
    open: false,
    preparing: false,
    problem: null,
    notes: [],
  })
  #pictureMaker: PictureMaker | null = null

  constructor({ board, pointer, images, peerName }: BoardOptions) {
    super()
    this.sync = new BoardSync({ pipe: board, images })
    this.pointer = new BoardPointer(pointer)
    this.peerName = peerName
    this.sync.on('changed', ({ by }) => this.#changed(by))
  }

  get state(): Readable<BoardState> {
    return this.#state
  }

  get waitingImages(): Readable<readonly WaitingImage[]> {
    return this.#waiting
  }

  /** The drawing surface is on screen. */
  opened(pictureMaker: PictureMaker): void {
    this.#pictureMaker = pictureMaker
    this.#set({ open: true, unseen: false })
  }

  closed(): void {
    this.pointer.point(null)
    this.#set({ open: false })
  }

  /** "Draw on this": puts a picture on the board, locked, as soon as the board is open. */
  async drawOn(original: Blob): Promise<void> {
    if (this.#imageCount() >= BOARD_LIMITS.images) return this.#set({ problem: 'too_many' })
    this.#set({ preparing: true, problem: null })
    const image = await prepareImage(original)
    this.#set({ preparing: false, problem: image ? null : 'undecodable' })
    if (!image) return
    const id = fileIdSchema.parse(uuid())
    this.#waiting.update((waiting) => [...waiting, { id, ...image }])
  }

  /** Takes the pictures that wait, once. */
  takeWaitingImages(): readonly WaitingImage[] {
    const waiting = this.#waiting.get()
    this.#waiting.set([])
    return waiting
  }

  dismissProblem(): void {
    this.#set({ problem: null })
  }

  /**
   * Puts back the board that the record has kept, where both pages were left and none has it any more. What
   * is here and newer stays. `image` fetches a picture's bytes, null where they are not kept.
   */
  async restore(scene: string, image: (id: FileId) => Promise<Blob | null>): Promise<void> {
    const kept = keptSceneSchema.safeParse(parseJson(scene))
    if (!kept.success) return
    this.sync.restore(kept.data.elements)
    for (const element of this.sync.document.visible()) {
      if (element.type !== 'image' || this.sync.image(element.fileId)) continue
      const blob = await image(element.fileId)
      if (blob && !this.sync.image(element.fileId)) this.sync.addImage(element.fileId, blob)
    }
  }

  /**
   * The board as the record keeps it. Null where this page never opened it, and so cannot draw it: the page
   * that drew keeps it. `scene` holds every element, erased ones too; its images are files of the visit.
   */
  async snapshot(): Promise<KeepBoardRequest | null> {
    if (!this.#pictureMaker) return null
    const { document } = this.sync
    const revision = document.revision
    const elements = document.all()
    const scene = JSON.stringify({ type: 'excalidraw', version: 2, elements })
    const png = await this.#pictureMaker(
      elements.filter((element) => !element.isDeleted),
      (id) => this.sync.image(id),
    )
    return { revision, scene, png }
  }

  dispose(): void {
    this.sync.dispose()
    this.pointer.dispose()
  }

  #changed(by: BoardEvents['changed']['by']): void {
    const visible = this.sync.document.visible()
    this.#set({
      elementsCount: visible.length,
      unseen: this.#state.get().unseen || (by === 'peer' && !this.#state.get().open),
      notes: visible.flatMap((element) =>
        element.type === 'text' ? [{ id: element.id, text: element.text }] : [],
      ),
      ...(this.sync.document.isFull && { problem: 'full' as const }),
    })
    this.emit('changed', undefined)
  }

  #imageCount(): number {
    return this.sync.document.visible().filter((element) => element.type === 'image').length
  }

  #set(change: Partial<BoardState>): void {
    this.#state.update((state) => ({ ...state, ...change }))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
