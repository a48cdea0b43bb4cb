import { isOver, type BoardImages, type FileExchange } from '@visita/call'
import { fileIdSchema, type FileId } from '@visita/protocol'

/** Carries the board's images as files with the purpose `board`, each under its id as its name. */
export class VisitBoardImages implements BoardImages {
  readonly #exchange: FileExchange

  constructor(exchange: FileExchange) {
    this.#exchange = exchange
  }

  send(id: FileId, image: Blob): void {
    if (this.#isUnderWay(id)) return
    this.#exchange.send(new File([image], id, { type: image.type }), 'board')
  }

  on(_event: 'arrived', handler: (arrived: { id: FileId; image: Blob }) => void): () => void {
    return this.#exchange.on('received', ({ name, purpose, content }) => {
      const id = fileIdSchema.safeParse(name)
      if (purpose === 'board' && id.success && content) handler({ id: id.data, image: content })
    })
  }

  /* Asked of the transfers themselves: however one ends, the image can then be sent again. */
  #isUnderWay(id: FileId): boolean {
    return this.#exchange.transfers
      .get()
      .some(
        ({ direction, purpose, name, state }) =>
          direction === 'out' && purpose === 'board' && name === id && !isOver(state),
      )
  }
}
