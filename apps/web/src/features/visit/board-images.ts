import type { BoardImages, FileExchange } from '@visita/call'
import { fileIdSchema, type FileId } from '@visita/protocol'

/** Carries the board's images as files with the purpose `board`, each under its id as its name. */
export class VisitBoardImages implements BoardImages {
  readonly #exchange: FileExchange
  readonly #underWay = new Map<FileId, FileId>()

  constructor(exchange: FileExchange) {
    this.#exchange = exchange
    exchange.on('sent', ({ id }) => this.#underWay.delete(id))
  }

  send(id: FileId, image: Blob): void {
    if ([...this.#underWay.values()].includes(id)) return
    const sending = this.#exchange.send(new File([image], id, { type: image.type }), 'board')
    if (sending.ok) this.#underWay.set(sending.id, id)
  }

  on(_event: 'arrived', handler: (arrived: { id: FileId; image: Blob }) => void): () => void {
    return this.#exchange.on('received', ({ name, purpose, content }) => {
      const id = fileIdSchema.safeParse(name)
      if (purpose === 'board' && id.success && content) handler({ id: id.data, image: content })
    })
  }
}
