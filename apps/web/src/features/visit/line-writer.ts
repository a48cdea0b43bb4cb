import type { LineKeeper } from '@visita/call'
import type { PageId, VisitId } from '@visita/protocol'
import { api } from '../../platform/api.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import type { RecordKeeper } from './record-keeper.ts'

/* A page that is killed has said how its line was a minute ago. */
const EVERY = 60_000

/** Keeps with the visit how the line of this page to one of the others was (B7). */
export class LineWriter {
  readonly #write: () => void
  readonly #timer: ReturnType<typeof setInterval>

  constructor(of: { visitId: VisitId; page: PageId; keeper: RecordKeeper; line: LineKeeper }) {
    this.#write = () => {
      const summary = of.line.summary()
      if (!summary) return
      of.keeper.keep(`line ${of.page}`, async () => {
        await api.keepLine(of.visitId, of.page, summary).catch((error: unknown) => {
          // What people wrote waits behind the figures: a refusal of these is the end of them.
          if (refusalCodeOf(error) === 'offline') throw error
        })
      })
    }
    this.#timer = setInterval(this.#write, EVERY)
  }

  /** No more will come. */
  close(): void {
    clearInterval(this.#timer)
    this.#write()
  }
}
