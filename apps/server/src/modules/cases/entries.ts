import { isDeepStrictEqual } from 'node:util'
import type { CaseEntry, CaseId, Course, EntryId, Participant, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { CaseAccess } from './case-access.ts'
import type { StoredCase } from './case-repository.ts'
import { courseOf, faultAfter } from './course.ts'
import type { EntryRepository, StoredEntry } from './entry-repository.ts'

/** Diagnoses and treatments of a case: what was found and begun, and what ended it (B27). */
export class Entries {
  readonly #db: Database
  readonly #access: CaseAccess
  readonly #entries: EntryRepository
  readonly #clock: Clock

  constructor(deps: { db: Database; access: CaseAccess; entries: EntryRepository; clock: Clock }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#entries = deps.entries
    this.#clock = deps.clock
  }

  /** Once for each id; the same id with something else is a `conflict`, and so is a second end. */
  async add(member: Member, caseId: CaseId, id: EntryId, entry: CaseEntry): Promise<void> {
    const found = await this.#access.writable(member, caseId)
    await this.#db.transaction().execute(async (tx) => {
      const caseOfId = await this.#entries.caseOf(tx, id)
      if (caseOfId !== null && caseOfId !== caseId) throw new Refusal('conflict')
      const earlier = await this.#entries.list(found, tx)
      const same = earlier.find((each) => each.id === id)
      if (same !== undefined && !isDeepStrictEqual(same.entry, entry)) throw new Refusal('conflict')
      if (same !== undefined) return
      const fault = faultAfter(earlier, entry)
      if (fault !== null) throw new Refusal(fault)
      await this.#entries.add(tx, found, { id, authorId: member.person.id, at: this.#clock(), entry })
      await this.#access.note(tx, member, found, {
        event: 'case.changed',
        details: { what: entry.kind, entry: id },
      })
    })
  }

  async courseOf(of: StoredCase, named: (id: PersonId) => Promise<Participant>): Promise<Course> {
    const { diagnoses, treatments } = courseOf(await this.#entries.list(of))
    const written = async ({ id, authorId, at }: Omit<StoredEntry, 'entry'>) => ({
      id,
      at,
      by: await named(authorId),
    })
    return {
      diagnoses: await Promise.all(
        diagnoses.map(async ({ begun, end }) => ({
          ...begun.entry,
          ...(await written(begun)),
          ended: end && { to: end.entry.to, why: end.entry.why },
        })),
      ),
      treatments: await Promise.all(
        treatments.map(async ({ begun, end }) => ({
          ...begun.entry,
          ...(await written(begun)),
          stopped: end && { to: end.entry.to, reason: end.entry.reason, text: end.entry.text },
        })),
      ),
    }
  }
}
