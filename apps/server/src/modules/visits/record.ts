import type {
  KeepBoardRequest,
  KeepMessageRequest,
  LineSummary,
  MessageId,
  PageId,
  PersonId,
  VisitId,
  VisitRecord,
  VisitSummary,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { ReadingRelation } from '../access/index.ts'
import type { TimelineSource } from '../timeline/index.ts'
import type { FileRepository } from './file-repository.ts'
import type { LineRepository } from './line-repository.ts'
import type { RecordRepository } from './record-repository.ts'
import type { VisitAccess } from './visit-access.ts'
import type { StoredVisit, VisitRepository } from './visit-repository.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LISTED_VISITS = 20
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** What is kept of a visit (B33), for those who took part in it. */
export class VisitRecords {
  readonly #access: VisitAccess
  readonly #visits: VisitRepository
  readonly #record: RecordRepository
  readonly #lines: LineRepository
  readonly #files: FileRepository
  readonly #clock: Clock

  constructor(deps: {
    access: VisitAccess
    visits: VisitRepository
    record: RecordRepository
    lines: LineRepository
    files: FileRepository
    clock: Clock
  }) {
    this.#access = deps.access
    this.#visits = deps.visits
    this.#record = deps.record
    this.#lines = deps.lines
    this.#files = deps.files
    this.#clock = deps.clock
  }

  /** Refuses whoever may not add to this visit now. */
  async requireWriter(member: Member, visitId: VisitId): Promise<void> {
    await this.#access.writable(member, visitId)
  }

  /** Once for each id, however often it is sent; the same id with another content is a `conflict`. */
  async keepMessage(
    member: Member,
    visitId: VisitId,
    id: MessageId,
    { text, sentAt }: KeepMessageRequest,
  ): Promise<{ storedAt: number }> {
    const visit = await this.#access.writable(member, visitId, 'visit.say')
    const message = { id, author: member.person.id, text, sentAt }
    const act = { event: 'message.kept', object: id, details: { visit: visitId } } as const
    const note = this.#access.noteOf(member, visit, act)
    const { kept, storedAt } = await this.#record.keepMessage(visit, message, this.#clock(), note)
    const same = kept.author === message.author && kept.text === text && kept.sentAt === sentAt
    if (!same) throw new Refusal('conflict')
    return { storedAt }
  }

  /** Repeating it changes nothing; another scene that is no newer than the kept one is a `conflict`. */
  async keepBoard(
    member: Member,
    visitId: VisitId,
    { revision, scene, png }: KeepBoardRequest,
  ): Promise<{ storedAt: number }> {
    const visit = await this.#access.writable(member, visitId)
    const picture = Buffer.from(png, 'base64')
    if (!picture.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE))
      throw new Refusal('bad_request', 'png')
    const board = { revision, scene, png: picture }
    const act = { event: 'board.kept', object: visitId, details: { revision } } as const
    const note = this.#access.noteOf(member, visit, act)
    const { kept, storedAt } = await this.#record.keepBoard(visit, board, this.#clock(), note)
    if (!kept) throw new Refusal('conflict')
    return { storedAt }
  }

  /** How the line was for one page of this person; the newest word of it stays. */
  async keepLine(
    member: Member,
    visitId: VisitId,
    pageId: PageId,
    summary: LineSummary,
  ): Promise<{ storedAt: number }> {
    const visit = await this.#access.writable(member, visitId, 'visit.say')
    const storedAt = this.#clock()
    const line = { ...summary, person: member.person.id, page: pageId }
    const { kept } = await this.#lines.keep(visit.id, line, storedAt)
    if (!kept) throw new Refusal('too_fast')
    return { storedAt }
  }

  async read(member: Member, visitId: VisitId): Promise<VisitRecord> {
    const { visit, until } = await this.#access.readable(member, visitId)
    const { id: reader } = member.person
    const isRead = (at: number | null, by: PersonId | null = null): boolean =>
      until === null || by === reader || (at !== null && at <= until)
    const board = await this.#record.findBoard(visit)
    const details = { part: 'record' } as const
    await this.#access.noteRead(member, visit, { event: 'visit.read', object: visitId, details })
    return {
      id: visit.id,
      startedAt: visit.startedAt,
      ...endOf(visit),
      participants: visit.participants
        .filter(({ joinedAt }) => isRead(joinedAt))
        .map(({ person: { id, displayName }, joinedAt, leftAt }) => ({ id, displayName, joinedAt, leftAt })),
      messages: (await this.#record.listMessages(visit))
        .filter(({ storedAt, message }) => isRead(storedAt, message.author))
        .map(({ message }) => message),
      files: (await this.#files.list(visit)).filter(({ sentAt, sender }) => isRead(sentAt, sender)),
      board: board !== null && isRead(board.updatedAt) ? board : null,
      lines: (await this.#lines.list(visit.id)).filter(({ person }) => isRead(null, person)),
    }
  }

  async readBoard(member: Member, visitId: VisitId, part: 'scene' | 'png'): Promise<Buffer> {
    const { visit, until } = await this.#access.readable(member, visitId)
    const kept = await this.#record.findBoard(visit)
    if (kept === null || (until !== null && kept.updatedAt > until)) throw new Refusal('not_found')
    const details = { part: 'board' } as const
    await this.#access.noteRead(member, visit, { event: 'visit.read', object: visitId, details })
    const board = await this.#record.readBoard(visit, `sealed_${part}`)
    if (board === null) throw new Refusal('not_found')
    return board
  }

  async list({ person }: Member): Promise<VisitSummary[]> {
    return (await this.#visits.listOf(person.id, { limit: LISTED_VISITS, onlyOpen: false })).map(summaryOf)
  }

  async isOfPatient(visitId: VisitId, patient: PersonId): Promise<boolean> {
    return (await this.#visits.find(visitId))?.patient === patient
  }

  /**
   * The visits of the patient since the case was opened, and that in which it was; only for who may read the whole
   * record. A doctor of one case alone sees what was noted of them.
   */
  timeline(toPatient: ReadingRelation): TimelineSource {
    return {
      kinds: ['visit'],
      list: async ({ person }, { patientId, openedAt }, span) => {
        if ((await toPatient(person.id, patientId)) === 'unrelated') return []
        const since = openedAt - DAY_MS
        const visits = await this.#visits.stretchOfPatient(patientId, { since, ...span })
        return visits.map((visit) => ({
          id: visit.id,
          at: visit.startedAt,
          show: async () => ({ kind: 'visit', id: visit.id, at: visit.startedAt, visit: summaryOf(visit) }),
        }))
      },
    }
  }

  /** Whoever calls decides who may. */
  async listOfPatient(patient: PersonId): Promise<VisitSummary[]> {
    return (await this.#visits.listOfPatient(patient)).map(summaryOf)
  }
}

const summaryOf = (visit: StoredVisit): VisitSummary => ({
  id: visit.id,
  startedAt: visit.startedAt,
  ...endOf(visit),
  participants: visit.participants.map((participant) => participant.person),
})

function endOf({ end }: StoredVisit): Pick<VisitRecord, 'endedAt' | 'end'> {
  if (end === null) return { endedAt: null, end: null }
  return { endedAt: end.endedAt, end: { reason: end.reason, by: end.by } }
}
