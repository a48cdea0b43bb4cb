import type {
  KeepBoardRequest,
  KeepMessageRequest,
  MessageId,
  Participant,
  VisitId,
  VisitRecord,
  VisitSummary,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { FileRepository } from './file-repository.ts'
import { requireParticipant, requireWriter } from './policy.ts'
import type { RecordRepository } from './record-repository.ts'
import type { StoredVisit, VisitRepository } from './visit-repository.ts'

const LISTED_VISITS = 20
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** What is kept of a visit (B33), for those who took part in it. */
export class VisitRecords {
  readonly #visits: VisitRepository
  readonly #record: RecordRepository
  readonly #files: FileRepository
  readonly #clock: Clock

  constructor(deps: {
    visits: VisitRepository
    record: RecordRepository
    files: FileRepository
    clock: Clock
  }) {
    this.#visits = deps.visits
    this.#record = deps.record
    this.#files = deps.files
    this.#clock = deps.clock
  }

  /** Refuses whoever may not add to this visit now. */
  async requireWriter(person: Participant, visitId: VisitId): Promise<StoredVisit> {
    return requireWriter(await this.#visits.find(visitId), person.id, this.#clock())
  }

  /** Once for each id, however often it is sent; the same id with another content is a `conflict`. */
  async keepMessage(
    author: Participant,
    visitId: VisitId,
    id: MessageId,
    { text, sentAt }: KeepMessageRequest,
  ): Promise<{ storedAt: number }> {
    const visit = await this.requireWriter(author, visitId)
    const message = { id, author: author.id, text, sentAt }
    const { kept, storedAt } = await this.#record.keepMessage(visit, message, this.#clock())
    const same = kept.author === author.id && kept.text === text && kept.sentAt === sentAt
    if (!same) throw new Refusal('conflict')
    return { storedAt }
  }

  /** Repeating it changes nothing; another scene that is no newer than the kept one is a `conflict`. */
  async keepBoard(
    person: Participant,
    visitId: VisitId,
    { revision, scene, png }: KeepBoardRequest,
  ): Promise<{ storedAt: number }> {
    const visit = await this.requireWriter(person, visitId)
    const picture = Buffer.from(png, 'base64')
    if (!picture.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE))
      throw new Refusal('bad_request', 'png')
    const board = { revision, scene, png: picture }
    const { kept, storedAt } = await this.#record.keepBoard(visit, board, this.#clock())
    if (!kept) throw new Refusal('conflict')
    return { storedAt }
  }

  async read(person: Participant, visitId: VisitId): Promise<VisitRecord> {
    const visit = await this.#readable(visitId, person)
    return {
      id: visit.id,
      startedAt: visit.startedAt,
      ...endOf(visit),
      participants: visit.participants.map(({ person: { id, displayName }, joinedAt, leftAt }) => ({
        id,
        displayName,
        joinedAt,
        leftAt,
      })),
      messages: await this.#record.listMessages(visit),
      files: await this.#files.list(visit),
      board: await this.#record.findBoard(visit),
    }
  }

  async readBoard(person: Participant, visitId: VisitId, part: 'scene' | 'png'): Promise<Buffer> {
    const visit = await this.#readable(visitId, person)
    const board = await this.#record.readBoard(visit, `sealed_${part}`)
    if (board === null) throw new Refusal('not_found')
    return board
  }

  async list(person: Participant): Promise<VisitSummary[]> {
    const visits = await this.#visits.listOf(person.id, { limit: LISTED_VISITS, onlyOpen: false })
    return visits.map((visit) => ({
      id: visit.id,
      startedAt: visit.startedAt,
      ...endOf(visit),
      participants: visit.participants.map((participant) => participant.person),
    }))
  }

  async #readable(visitId: VisitId, person: Participant): Promise<StoredVisit> {
    return requireParticipant(await this.#visits.find(visitId), person.id)
  }
}

function endOf({ end }: StoredVisit): Pick<VisitRecord, 'endedAt' | 'end'> {
  if (end === null) return { endedAt: null, end: null }
  return { endedAt: end.endedAt, end: { reason: end.reason, by: end.by } }
}
