import type { CompanionRole, PersonId, RoomId, SeatToken, VisitId } from '@visita/protocol'
import { visitIdSchema } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { newId } from '../../platform/random.ts'
import type { Audit } from '../audit/index.ts'
import type { StoredVisit, VisitRepository } from './visit-repository.ts'
import type { Attendee, HowEnded, LinkEvent, PlacedAttendee, Visit, VisitEnd, Visits } from './visits.ts'

/** Whoever has met a patient in a visit treats them. */
export type AddToCareTeam = (tx: Tx, patient: PersonId, doctor: PersonId, now: number) => Promise<void>

/** Enough for a median that one long visit does not move. */
const DURATIONS = 20

/** The beginning and end of visits, for the socket side. */
export class Lifecycle implements Visits {
  readonly #repository: VisitRepository
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #returnMs: number
  readonly #treats: AddToCareTeam

  constructor(deps: {
    repository: VisitRepository
    audit: Audit
    clock: Clock
    logger: Logger
    returnMs: number
    addToCareTeam: AddToCareTeam
  }) {
    this.#repository = deps.repository
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#logger = deps.logger
    this.#returnMs = deps.returnMs
    this.#treats = deps.addToCareTeam
  }

  async open({
    roomId,
    participants,
    seatTokens,
    from,
  }: Parameters<Visits['open']>[0]): Promise<{ visitId: VisitId; startedAt: number }> {
    const id = visitIdSchema.parse(newId())
    const startedAt = this.#clock()
    const [caller, callee] = participants
    const patients = participants.filter(({ role }) => role === 'patient')
    const patient = (patients.length === 1 && patients[0]?.person.id) || null
    const seated = [
      { ...caller, seatToken: seatTokens[0] },
      { ...callee, seatToken: seatTokens[1] },
    ]
    const inVisit = { subject: patient, object: id }
    await this.#repository.add({ id, roomId, startedAt, patient, participants: seated }, async (tx) => {
      const opener = { actor: caller.person.id, actorRole: caller.role }
      await this.#audit.write(tx, { event: 'visit.opened', ...opener, ...inVisit, details: { from } })
      for (const { person, role } of participants) {
        const joiner = { actor: person.id, actorRole: role }
        await this.#audit.write(tx, { event: 'visit.joined', ...joiner, ...inVisit, details: {} })
        if (patient !== null && role === 'doctor') await this.#treats(tx, patient, person.id, startedAt)
      }
    })
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

  lastDurations(): Promise<number[]> {
    return this.#repository.lastDurations(DURATIONS)
  }

  async setSeatToken(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<void> {
    await this.#repository.setSeat(visitId, personId, token)
  }

  async holdsSeat(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<boolean> {
    return this.#repository.holdsSeat(visitId, personId, token)
  }

  async markJoined(visitId: VisitId, personId: PersonId): Promise<void> {
    const visit = await this.#require(visitId)
    await this.#repository.markJoined(visitId, personId, this.#clock(), (tx) =>
      this.#audit.write(tx, { event: 'visit.joined', ...this.#actIn(visit, personId), details: {} }),
    )
  }

  async admit(visitId: VisitId, attendee: Attendee, seatToken: SeatToken): Promise<PlacedAttendee> {
    const visit = await this.#require(visitId)
    const act = {
      actor: attendee.person.id,
      actorRole: attendee.role,
      subject: visit.patient,
      object: visitId,
    }
    const seated = { ...attendee, seatToken }
    const place = await this.#repository.admit(visit, seated, this.#clock(), (tx) =>
      this.#audit.write(tx, { event: 'visit.joined', ...act, details: {} }),
    )
    return { ...attendee, place }
  }

  async leave(visitId: VisitId, personId: PersonId): Promise<void> {
    const visit = await this.#require(visitId)
    await this.#repository.leave(visitId, personId, this.#clock(), (tx) =>
      this.#audit.write(tx, { event: 'visit.left', ...this.#actIn(visit, personId), details: {} }),
    )
  }

  async lock(visitId: VisitId, by: PersonId, locked: boolean): Promise<void> {
    const event = locked ? 'visit.locked' : 'visit.unlocked'
    const act = this.#actIn(await this.#require(visitId), by)
    await this.#repository.lock(visitId, locked ? this.#clock() : null, (tx) =>
      this.#audit.write(tx, { event, ...act, details: {} }),
    )
  }

  async noteInvited(visitId: VisitId, by: PersonId, person: PersonId): Promise<void> {
    const act = this.#actIn(await this.#require(visitId), by)
    await this.#repository.note((tx) =>
      this.#audit.write(tx, { event: 'visit.invited', ...act, details: { person } }),
    )
  }

  async noteLink(
    visitId: VisitId,
    { person, role }: Attendee,
    { event, as }: { event: LinkEvent; as: CompanionRole },
  ): Promise<void> {
    const { patient } = await this.#require(visitId)
    const act = { actor: person.id, actorRole: role, subject: patient, object: visitId }
    await this.#repository.note((tx) => this.#audit.write(tx, { event, ...act, details: { as } }))
  }

  async noteConsent(
    visitId: VisitId,
    by: PersonId,
    details: { person: PersonId; allowed: boolean },
  ): Promise<void> {
    const act = this.#actIn(await this.#require(visitId), by)
    await this.#repository.note((tx) => this.#audit.write(tx, { event: 'visit.consented', ...act, details }))
  }

  async end(visitId: VisitId, { reason, by, asker }: HowEnded): Promise<VisitEnd> {
    const visit = await this.#require(visitId)
    const actor = this.#actIn(visit, asker ?? by)
    await this.#repository.end(visitId, { reason, by, endedAt: this.#clock() }, (tx) =>
      this.#audit.write(tx, { event: 'visit.ended', ...actor, details: { reason } }),
    )
    const { end } = await this.#require(visitId)
    if (end === null) throw new Error('a visit that was just ended has an end')
    this.#logger.info({ visitId, reason: end.reason }, 'visit ended')
    return end
  }

  async reopen(visitId: VisitId, by: PersonId): Promise<boolean> {
    const visit = await this.#require(visitId)
    await this.#repository.reopen(visitId, this.#clock() - this.#returnMs, (tx) =>
      this.#audit.write(tx, { event: 'visit.reopened', ...this.#actIn(visit, by), details: {} }),
    )
    const isOpen = (await this.#require(visitId)).end === null
    if (isOpen) this.#logger.info({ visitId }, 'visit reopened')
    return isOpen
  }

  #actIn({ id, patient, participants }: StoredVisit, by: PersonId | null) {
    const role = participants.find(({ person }) => person.id === by)?.role ?? ('system' as const)
    return { actor: by, actorRole: role, subject: patient, object: id }
  }

  async #require(visitId: VisitId): Promise<StoredVisit> {
    const visit = await this.#repository.find(visitId)
    if (visit === null) throw new Error('a visit that was never opened')
    return visit
  }
}

function shape({ id, roomId, startedAt, end, locked, participants }: StoredVisit): Visit {
  const attendees = participants.filter(({ goneAt }) => goneAt === null).map(placed)
  const gone = participants.filter(({ goneAt }) => goneAt !== null).map(placed)
  return { id, roomId, startedAt, end, locked, attendees, gone }
}

const placed = ({ person, role, place }: PlacedAttendee): PlacedAttendee => ({ person, role, place })
