import { isDeepStrictEqual } from 'node:util'
import type {
  CaseId,
  KeepNoteRequest,
  Note,
  NoteId,
  NoteList,
  PersonId,
  UnreadableNote,
  VisitId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Member } from '../../platform/principal.ts'
import type { CaseAccess } from './case-access.ts'
import type { StoredCase } from './case-repository.ts'
import type { FindPerson } from './cases.ts'
import type { DamagedNote, NoteRepository, StoredNote } from './note-repository.ts'

/** Notes in a case (B27, B33): drafts that are kept as they are typed, signed ones that never change, and additions. */
export class Notes {
  readonly #db: Database
  readonly #access: CaseAccess
  readonly #notes: NoteRepository
  readonly #findPerson: FindPerson
  readonly #isVisitOf: (visit: VisitId, patient: PersonId) => Promise<boolean>
  readonly #clock: Clock
  readonly #logger: Logger

  constructor(deps: {
    db: Database
    access: CaseAccess
    notes: NoteRepository
    findPerson: FindPerson
    /** Whether a visit belongs to a patient's record. */
    isVisitOf: (visit: VisitId, patient: PersonId) => Promise<boolean>
    clock: Clock
    logger: Logger
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#notes = deps.notes
    this.#findPerson = deps.findPerson
    this.#isVisitOf = deps.isVisitOf
    this.#clock = deps.clock
    this.#logger = deps.logger
  }

  /** The newest first; drafts only for those who could go on with them. */
  async list(member: Member, caseId: CaseId): Promise<NoteList> {
    const found = await this.#access.readable(member, caseId)
    await this.#access.noteRead(member, found, 'notes')
    const mayWrite = await this.#access.mayWrite(member, found)
    const isShown = ({ signed }: Pick<StoredNote, 'signed'>): boolean => mayWrite || signed !== null
    const { notes, damaged } = await this.#notes.list(found)
    for (const { id } of damaged) this.#logger.error({ caseId, noteId: id }, 'note cannot be read')
    return {
      notes: await Promise.all(notes.filter(isShown).map((note) => this.#shown(note))),
      unreadable: await Promise.all(damaged.filter(isShown).map((note) => this.#named(note))),
    }
  }

  /** Repeating it changes nothing; `conflict` where it is another's word by now, or signed. */
  async keep(
    member: Member,
    caseId: CaseId,
    id: NoteId,
    { after, content, visit, addendumTo }: KeepNoteRequest,
  ): Promise<{ revision: number }> {
    const found = await this.#access.writable(member, caseId)
    await this.#requireLinks(found, { visit, addendumTo })
    const authorId = member.person.id
    return this.#db.transaction().execute(async (tx) => {
      const now = this.#clock()
      const earlier = await this.#notes.find(found, id, tx)
      if (earlier === null) {
        if (after !== 0 || (await this.#notes.isTaken(tx, id))) throw new Refusal('conflict')
        await this.#notes.add(tx, found, { id, content, visit, addendumTo, authorId, now })
      } else {
        if (earlier.signed === null && isDeepStrictEqual(earlier.content, content)) {
          return { revision: earlier.revision }
        }
        const isWritten = await this.#notes.write(tx, found, { id, after, content, authorId, now })
        if (!isWritten) throw new Refusal('conflict')
      }
      await this.#note(tx, member, found, 'note', id)
      return { revision: after + 1 }
    })
  }

  /** Freezes exactly the revision that the doctor has seen. */
  async sign(member: Member, caseId: CaseId, id: NoteId, revision: number): Promise<void> {
    const found = await this.#access.writable(member, caseId)
    await this.#db.transaction().execute(async (tx) => {
      const draft = await this.#notes.find(found, id, tx)
      if (draft === null) throw new Refusal('not_found')
      const isSame = draft.signed?.by === member.person.id && draft.revision === revision
      // Sent again after its answer was lost.
      if (isSame) return
      if (draft.revision !== revision) throw new Refusal('conflict')
      const hash = await this.#notes.sign(tx, draft, member.person.id, this.#clock())
      if (hash === null) throw new Refusal('conflict')
      await this.#access.note(tx, member, found, { event: 'note.signed', details: { note: id, hash } })
    })
  }

  /** Of a draft alone. */
  async remove(member: Member, caseId: CaseId, id: NoteId): Promise<void> {
    const found = await this.#access.writable(member, caseId)
    if ((await this.#notes.find(found, id)) === null) throw new Refusal('not_found')
    await this.#db.transaction().execute(async (tx) => {
      if (!(await this.#notes.remove(tx, id))) throw new Refusal('conflict')
      await this.#note(tx, member, found, 'note_removed', id)
    })
  }

  async #requireLinks(
    found: StoredCase,
    { visit, addendumTo }: Pick<KeepNoteRequest, 'visit' | 'addendumTo'>,
  ): Promise<void> {
    if (visit !== null && !(await this.#isVisitOf(visit, found.patientId)))
      throw new Refusal('bad_request', 'visit')
    if (addendumTo === null) return
    const signed = (await this.#notes.find(found, addendumTo))?.signed ?? null
    if (signed === null) throw new Refusal('bad_request', 'addendumTo')
  }

  #note(
    tx: Parameters<CaseAccess['note']>[0],
    member: Member,
    found: StoredCase,
    what: 'note' | 'note_removed',
    entry: NoteId,
  ): Promise<void> {
    return this.#access.note(tx, member, found, { event: 'case.changed', details: { what, entry } })
  }

  async #shown({ caseId: _case, authorId, writtenAt, signed, ...note }: StoredNote): Promise<Note> {
    return { ...note, ...(await this.#named({ id: note.id, authorId, writtenAt, signed })) }
  }

  async #named({ id, authorId, writtenAt, signed }: DamagedNote): Promise<UnreadableNote> {
    return {
      id,
      writtenAt,
      by: await this.#findPerson(authorId),
      signed: signed && { by: await this.#findPerson(signed.by), at: signed.at },
    }
  }
}
