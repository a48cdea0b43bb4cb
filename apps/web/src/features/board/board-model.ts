import {
  BoardPointer,
  BoardSync,
  Emitter,
  Store,
  type BoardEvents,
  type BoardImages,
  type BoardPoint,
  type Pipe,
  type Readable,
} from '@visita/call'
import {
  BOARD_LIMITS,
  fileIdSchema,
  type BoardElement,
  type FileId,
  type KeepBoardRequest,
  type Participant,
  type PersonId,
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

/** Somebody else at the board. */
export interface BoardPerson {
  readonly id: PersonId
  readonly displayName: string
  readonly pointer: BoardPointer
}

/** What leads to somebody else's board. */
interface BoardWay {
  board: Pipe
  pointer: Pipe
  images: BoardImages
}

/**
 * The whiteboard of one visit, whether or not it is on screen: what the other person draws is kept and
 * counted until it is opened. `changed`: time to keep the board in the record, see `snapshot`.
 */
export class BoardModel extends Emitter<{ changed: undefined }> {
  readonly sync = new BoardSync()
  readonly #people = new Store<readonly BoardPerson[]>([])
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

  constructor() {
    super()
    this.sync.on('changed', ({ by }) => this.#changed(by))
  }

  /** Shares the board with somebody until the returned function is called. */
  attach({ id, displayName }: Participant, { board, pointer, images }: BoardWay): () => void {
    const person = { id, displayName, pointer: new BoardPointer(pointer) }
    const release = this.sync.attach({ pipe: board, images })
    this.#people.update((people) => [...people, person])
    return () => {
      release()
      person.pointer.dispose()
      this.#people.update((people) => people.filter((each) => each !== person))
    }
  }

  get people(): Readable<readonly BoardPerson[]> {
    return this.#people
  }

  /** Where this person points, in scene units; call at most once in an animation frame. */
  point(at: BoardPoint | null): void {
    for (const { pointer } of this.#people.get()) pointer.point(at)
  }

  get state(): Readable<BoardState> {
    return this.#state
  }

  get waitingImages(): Readable<readonly WaitingImage[]> {
    return this.#waiting
  }

  /** The drawing surface is on screen. */
  opened(pictureMaker: PictureMaker): void {
    const couldDraw = this.#pictureMaker !== null
    this.#pictureMaker = pictureMaker
    this.#set({ open: true, unseen: false })
    // What came before this page could draw it was not kept by it, see `snapshot`.
    if (!couldDraw && this.sync.document.revision > 0) this.emit('changed', undefined)
  }

  closed(): void {
    this.point(null)
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
