import { FileExchange, newWasmHasher } from '@visita/call'
import { fileIdSchema, type FileId, type VisitId } from '@visita/protocol'
import { v7 } from 'uuid'
import { textFor } from '../../platform/i18n.ts'
import { BoardModel } from '../board/board-model.ts'
import { FilesModel, savePicker } from '../files/index.ts'
import { VisitBoardImages } from './board-images.ts'
import type { Companion } from './companion.ts'
import type { RecordKeeper } from './record-keeper.ts'
import { restoreBoard, WorkRecord } from './work-record.ts'

/** Files and board of one visit: what the first picture does without, see `VisitModel.openWork`. */
export class VisitWork {
  readonly files = new FilesModel({ newId: newFileId, chooseTarget: savePicker(window) })
  readonly board = new BoardModel()
  readonly #record: WorkRecord
  readonly #visitId: VisitId

  constructor({ visitId, keeper }: { visitId: VisitId; keeper: RecordKeeper }) {
    this.#visitId = visitId
    this.#record = new WorkRecord({ keeper, board: this.board, visitId, boardPictureName })
  }

  /** Shares files and board with somebody for as long as they are in the visit. */
  meet({ person, call, scope }: Pick<Companion, 'person' | 'call' | 'scope'>): void {
    const { files, bulk, board, pointer } = call.pipes
    const exchange = new FileExchange({
      files,
      bulk,
      newHasher: newWasmHasher,
      now: () => Date.now(),
      newId: newFileId,
    })
    scope.add(() => exchange.dispose())
    scope.add(this.files.attach(person, exchange))
    scope.add(this.#record.attach(exchange))
    scope.add(this.board.attach(person, { board, pointer, images: new VisitBoardImages(exchange) }))
  }

  /** Brings back what the record has of the board. */
  restoreBoard(): Promise<void> {
    return restoreBoard(this.board, this.#visitId)
  }

  close(): void {
    this.#record.close()
    this.files.dispose()
  }
}

const boardPictureName = (number: number): string => textFor('visit:boardPicture', { number })
const newFileId = (): FileId => fileIdSchema.parse(v7())
