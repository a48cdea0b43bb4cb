import { Scope, toHex, type FileExchange } from '@visita/call'
import type { FileId, VisitId } from '@visita/protocol'
import { api } from '../../platform/api.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import { uploadFile } from '../../platform/upload.ts'
import type { BoardModel } from '../board/board-model.ts'
import type { RecordKeeper } from './record-keeper.ts'

interface WorkRecordNeeds {
  visitId: VisitId
  keeper: RecordKeeper
  board: BoardModel
  /** Names a picture on the board in the record, in the person's language. */
  boardPictureName: (number: number) => string
}

/* Drawing comes in bursts: the record gets the board when the hand rests. */
const BOARD_REST = 1_500

/** Hands what this person sent and drew to the keeper, as it happens. */
export class WorkRecord {
  readonly #needs: WorkRecordNeeds
  readonly #scope = new Scope()
  readonly #keptPictures = new Set<FileId>()
  /** What was sent to several is kept when the first of them has it. */
  readonly #keptFiles = new Set<FileId>()
  #boardTimer: ReturnType<typeof setTimeout> | undefined

  constructor(needs: WorkRecordNeeds) {
    this.#needs = needs
    const { board } = needs
    this.#scope.add(board.on('changed', () => this.#boardChanged()))
    this.#scope.add(board.waitingImages.subscribe(() => this.#keepPictures()))
  }

  /** Keeps the files of this exchange too. */
  attach(exchange: FileExchange): () => void {
    return exchange.on('sent', ({ id, file, name, purpose, sha256 }) => {
      if (purpose !== 'file' || this.#keptFiles.has(id)) return
      this.#keptFiles.add(id)
      this.#keepFile(id, file, name, () => Promise.resolve(sha256))
    })
  }

  /** No more will come; what the board shows now is kept at once. */
  close(): void {
    this.#scope.dispose()
    if (this.#boardTimer !== undefined) this.#keepBoard()
  }

  #keepFile(id: FileId, file: Blob, name: string, hash: () => Promise<string>): void {
    const { visitId, keeper } = this.#needs
    keeper.keepFile(`file ${id}`, async () =>
      uploadFile(file, { visitId, fileId: id, name, type: file.type, sha256: await hash() }),
    )
  }

  /** The pictures that this person puts on the board: without them the kept scene could not be drawn again. */
  #keepPictures(): void {
    for (const { id, blob } of this.#needs.board.waitingImages.get()) {
      if (this.#keptPictures.has(id)) continue
      this.#keptPictures.add(id)
      this.#keepFile(id, blob, this.#needs.boardPictureName(this.#keptPictures.size), () => sha256Of(blob))
    }
  }

  #boardChanged(): void {
    clearTimeout(this.#boardTimer)
    this.#boardTimer = setTimeout(() => this.#keepBoard(), BOARD_REST)
  }

  #keepBoard(): void {
    clearTimeout(this.#boardTimer)
    this.#boardTimer = undefined
    const { visitId, keeper, board } = this.#needs
    keeper.keep('board', () => keepMerged(board, visitId))
  }
}

/** How often another page may come first; each time what it kept is merged into this one's. */
const MERGES = 5

async function keepMerged(board: BoardModel, visitId: VisitId, merges = MERGES): Promise<void> {
  const snapshot = await board.snapshot()
  if (!snapshot) return
  try {
    await api.keepBoard(visitId, snapshot)
  } catch (error) {
    if (refusalCodeOf(error) !== 'conflict' || merges === 0) throw error
    // The record has a board of the same age or newer that this page has not seen: both become one.
    await restoreBoard(board, visitId)
    await keepMerged(board, visitId, merges - 1)
  }
}

/** Brings what the record has of the board into this page's; what is newer here stays. */
export async function restoreBoard(board: BoardModel, visitId: VisitId): Promise<void> {
  const scene = await api.readBoard(visitId)
  await board.restore(scene, (id) => api.readFile(visitId, id).catch(() => null))
}

async function sha256Of(blob: Blob): Promise<string> {
  return toHex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
}
