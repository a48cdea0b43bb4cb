import { Scope, toHex, type Chat, type FileExchange } from '@visita/call'
import type { FileId, VisitId } from '@visita/protocol'
import { api } from '../../platform/api.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import { uploadFile } from '../../platform/upload.ts'
import type { BoardModel } from '../board/board-model.ts'
import type { RecordKeeper } from './record-keeper.ts'

interface VisitRecordNeeds {
  visitId: VisitId
  keeper: RecordKeeper
  chat: Chat
  exchange: FileExchange
  board: BoardModel
  /** Names a picture on the board in the record, in the person's language. */
  boardPictureName: (number: number) => string
}

/* Drawing comes in bursts: the record gets the board when the hand rests. */
const BOARD_REST = 1_500

/** Hands what this person wrote, sent and drew to the keeper, as it happens. */
export class VisitRecordWriter {
  readonly #needs: VisitRecordNeeds
  readonly #scope = new Scope()
  readonly #keptPictures = new Set<FileId>()
  #boardTimer: ReturnType<typeof setTimeout> | undefined

  constructor(needs: VisitRecordNeeds) {
    this.#needs = needs
    const { chat, exchange, board, keeper, visitId } = needs
    this.#scope.add(
      chat.on('written', ({ id, text, sentAt }) =>
        keeper.keep(`message ${id}`, () => api.keepMessage(visitId, id, { text, sentAt })),
      ),
    )
    this.#scope.add(
      exchange.on('sent', ({ id, file, name, purpose, sha256 }) => {
        if (purpose === 'file') this.#keepFile(id, file, name, () => Promise.resolve(sha256))
      }),
    )
    this.#scope.add(board.on('changed', () => this.#boardChanged()))
    this.#scope.add(board.waitingImages.subscribe(() => this.#keepPictures()))
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
    keeper.keep('board', async () => {
      const snapshot = await board.snapshot()
      if (!snapshot) return
      await api.keepBoard(visitId, snapshot).catch(async (error: unknown) => {
        if (refusalCodeOf(error) !== 'conflict') throw error
        // The record has a board of the same age or newer that this page has not seen: both become one.
        await restoreBoard(board, visitId)
        const merged = await board.snapshot()
        if (merged) await api.keepBoard(visitId, merged)
      })
    })
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
