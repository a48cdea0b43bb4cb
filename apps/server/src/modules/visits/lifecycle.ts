import type { PersonId, RoomId, SeatToken, VisitId } from '@visita/protocol'
import { visitIdSchema } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { newId } from '../../platform/random.ts'
import type { StoredVisit, VisitRepository } from './visit-repository.ts'
import type { Visit, VisitEnd, Visits } from './visits.ts'

/** The beginning and end of visits, for the socket side. */
export class Lifecycle implements Visits {
  readonly #repository: VisitRepository
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #returnMs: number

  constructor(deps: { repository: VisitRepository; clock: Clock; logger: Logger; returnMs: number }) {
    this.#repository = deps.repository
    this.#clock = deps.clock
    this.#logger = deps.logger
    this.#returnMs = deps.returnMs
  }

  async open({
    roomId,
    participants: [caller, callee],
    seatTokens: [callerToken, calleeToken],
    patient = null,
  }: Parameters<Visits['open']>[0]): Promise<{ visitId: VisitId; startedAt: number }> {
    const id = visitIdSchema.parse(newId())
    const startedAt = this.#clock()
    const participants = [
      { person: caller, seatToken: callerToken },
      { person: callee, seatToken: calleeToken },
    ]
    await this.#repository.add({ id, roomId, startedAt, patient, participants })
    this.#logger.info({ visitId: id }, 'visit opened')
    return { visitId: id, startedAt }
  }

  async findByRoom(roomId: RoomId): Promise<Visit | null> {
    const visit = await this.#repository.findByRoom(roomId)
    return visit === null ? null : shape(visit)
  }

  async openVisitOf(personId: PersonId): Promise<Visit | null> {
    const [visit] = await this.#repository.listOf(personId, { limit: 1, onlyOpen: true })
    return visit === undefined ? null : shape(visit)
  }

  async lastInVisit(personId: PersonId, startedBefore: number): Promise<number | null> {
    return this.#repository.lastInVisit(personId, { startedBefore, now: this.#clock() })
  }

  async listOpen(): Promise<Visit[]> {
    return (await this.#repository.listOpen()).map(shape)
  }

  async setSeatToken(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<void> {
    await this.#repository.setSeat(visitId, personId, token)
  }

  async holdsSeat(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<boolean> {
    return this.#repository.holdsSeat(visitId, personId, token)
  }

  async markJoined(visitId: VisitId, personId: PersonId): Promise<void> {
    await this.#repository.markJoined(visitId, personId, this.#clock())
  }

  async markLeft(visitId: VisitId, personId: PersonId): Promise<void> {
    await this.#repository.markLeft(visitId, personId, this.#clock())
  }

  async end(visitId: VisitId, { reason, by }: Parameters<Visits['end']>[1]): Promise<VisitEnd> {
    await this.#repository.end(visitId, { reason, by, endedAt: this.#clock() })
    const end = (await this.#repository.find(visitId))?.end ?? null
    if (end === null) throw new Error('a visit that was never opened cannot end')
    this.#logger.info({ visitId, reason: end.reason }, 'visit ended')
    return end
  }

  async reopen(visitId: VisitId): Promise<boolean> {
    await this.#repository.reopen(visitId, this.#clock() - this.#returnMs)
    const visit = await this.#repository.find(visitId)
    const isOpen = visit !== null && visit.end === null
    if (isOpen) this.#logger.info({ visitId }, 'visit reopened')
    return isOpen
  }
}

function shape({ id, roomId, startedAt, end, participants }: StoredVisit): Visit {
  const [caller, callee] = participants
  if (caller === undefined || callee === undefined) throw new Error('a visit has two participants')
  return { id, roomId, startedAt, end, caller: caller.person, callee: callee.person }
}
