import type { CaseId, TimelineKind, TimelinePage } from '@visita/protocol'
import type { Member } from '../../platform/principal.ts'
import { byNewest, cursorOf, cursorText } from './cursor.ts'
import type { TimelineCase, TimelineSource } from './source.ts'

const PAGE = 20

interface Asked {
  before?: string | undefined
  kind?: TimelineKind | undefined
  limit?: number | undefined
}

/** All that happened in a case, in one order, out of what each module contributes (B27). See ADR 59. */
export class Timeline {
  readonly #sources: readonly TimelineSource[]
  readonly #readable: (member: Member, id: CaseId) => Promise<TimelineCase>

  constructor(deps: {
    sources: readonly TimelineSource[]
    /** Refuses who may not read the case, and writes down that it is read. */
    readable: (member: Member, id: CaseId) => Promise<TimelineCase>
  }) {
    this.#sources = deps.sources
    this.#readable = deps.readable
  }

  async read(member: Member, id: CaseId, { before, kind, limit = PAGE }: Asked): Promise<TimelinePage> {
    const of = await this.#readable(member, id)
    // One more than is shown: then there is another page.
    const span = { before: before === undefined ? null : cursorOf(before), limit: limit + 1 }
    const lists = await Promise.all(
      this.#sources.map(async (source) => {
        const kinds = kind === undefined ? source.kinds : source.kinds.filter((each) => each === kind)
        return kinds.length === 0 ? [] : source.list(member, of, span, kinds)
      }),
    )
    const due = lists.flat().toSorted(byNewest)
    const shown = due.slice(0, limit)
    const last = shown.at(-1)
    return {
      entries: await Promise.all(shown.map(({ show }) => show())),
      next: last === undefined || due.length <= limit ? null : cursorText(last),
    }
  }
}
