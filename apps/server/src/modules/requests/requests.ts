import { isDeepStrictEqual } from 'node:util'
import type {
  CheckResult,
  MakeRequest,
  OwnRequest,
  Participant,
  PersonId,
  QueuedRequest,
  RequestId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { RequestRepository, WaitingRequest } from './repository.ts'
import { expectedWait, placeOf } from './waiting.ts'

/** Who asked in the morning and is still waiting at night has gone home. */
const EXPIRES_MS = 12 * 60 * 60 * 1000

/** What has to be known of others here. */
export interface RequestPorts {
  find(id: PersonId): Promise<Participant | null>
  isDoctor(id: PersonId): Promise<boolean>
  /** Has a record, and not only a link to this visit. */
  isPatient(id: PersonId): Promise<boolean>
  /** Whom a guest who came by a link may ask; null for any doctor. Refuses those whose visit has been. */
  doctorOfLink(guest: PersonId): Promise<PersonId | null>
  addToCareTeam(tx: Database, patientId: PersonId, doctorId: PersonId, now: number): Promise<void>
  /** Doctors who have a page open. */
  doctorsHere(): readonly { id: PersonId; busy: boolean }[]
  /** Whether somebody could be called now. */
  presenceOf(id: PersonId): QueuedRequest['presence']
  /** Durations of the last visits, in milliseconds. */
  visitDurations(): Promise<number[]>
  /** The queue is not as it was. */
  changed(): void
}

/** Requests for visits (B1): made by patients, seen live by those who wait for them, accepted by one doctor. */
export class Requests {
  readonly #db: Database
  readonly #repository: RequestRepository
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #ports: RequestPorts

  constructor(deps: {
    db: Database
    repository: RequestRepository
    audit: Audit
    clock: Clock
    ports: RequestPorts
  }) {
    this.#db = deps.db
    this.#repository = deps.repository
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#ports = deps.ports
  }

  /** Once for each id. Who came by a link asks for whom the link says. A person has one request at a time: another id while one waits is a `conflict`. */
  async make(member: Member, id: RequestId, asked: MakeRequest): Promise<void> {
    const { person, roles, byLink } = member
    // A guest of the quick lobby has said a name, and nothing here is theirs.
    const relation = roles.includes('guest') && !byLink ? 'unrelated' : 'owner'
    requireRelation(member, 'request.make', relation, { subject: person.id, object: id })
    const request = byLink ? { ...asked, doctor: await this.#ports.doctorOfLink(person.id) } : asked
    if (request.doctor !== null && !(await this.#ports.isDoctor(request.doctor))) {
      throw new Refusal('bad_request', 'doctor')
    }
    await this.#db.transaction().execute(async (tx) => {
      const earlier = await this.#repository.find(id, tx)
      if (earlier?.personId === person.id) return
      const waiting = await this.#repository.waitingOf(person.id, tx)
      if (earlier !== null || waiting !== null) throw new Refusal('conflict')
      await this.#repository.add(tx, { ...request, id, personId: person.id }, this.#clock())
      await this.#audit.write(tx, {
        event: 'request.made',
        ...actorFor(member, 'request.make'),
        subject: person.id,
        object: id,
        details: { wished: request.doctor === null ? 'any' : 'doctor', urgent: request.urgent },
      })
    })
    this.#ports.changed()
  }

  /** Of one's own request that waits. It is no event of the log: it changes nothing for anybody. */
  async noteCheck(member: Member, id: RequestId, check: CheckResult): Promise<void> {
    const request = await this.#repository.find(id)
    if (request === null) throw new Refusal('not_found')
    const relation = request.personId === member.person.id ? 'owner' : 'unrelated'
    requireRelation(member, 'request.make', relation, { subject: request.personId, object: id })
    if (!request.isWaiting) throw new Refusal('request_over')
    const known = mergedCheck(request.check, check)
    if (isDeepStrictEqual(known, request.check)) return
    await this.#repository.noteCheck(id, known)
    this.#ports.changed()
  }

  /** Only one's own; `request_over` when a doctor was faster. */
  async withdraw(member: Member, id: RequestId): Promise<void> {
    const { person } = member
    const request = await this.#repository.find(id)
    if (request === null) throw new Refusal('not_found')
    const relation = request.personId === person.id ? 'owner' : 'unrelated'
    requireRelation(member, 'request.withdraw', relation, { subject: request.personId, object: id })
    await this.#db.transaction().execute(async (tx) => {
      const now = this.#clock()
      if (!(await this.#repository.close(tx, id, { state: 'withdrawn', by: null, now }))) {
        throw new Refusal('request_over')
      }
      await this.#audit.write(tx, {
        event: 'request.cancelled',
        ...actorFor(member, 'request.withdraw'),
        subject: person.id,
        object: id,
        details: {},
      })
    })
    this.#ports.changed()
  }

  async own(personId: PersonId): Promise<OwnRequest | null> {
    const waiting = await this.#repository.listWaiting()
    const request = waiting.find((each) => each.personId === personId)
    if (request === undefined) return null
    const place = placeOf(request, waiting)
    const situation = {
      doctorsHere: this.#ports.doctorsHere(),
      visitMs: await this.#ports.visitDurations(),
    }
    return {
      id: request.id,
      ...(await this.#repository.said(request)),
      doctor: await this.#wished(request),
      urgent: request.urgent,
      madeAt: request.madeAt,
      place,
      expectedWait: expectedWait(request, place, situation),
    }
  }

  /** What was said is for doctors alone; a doctor does not see what was asked of another by name. */
  async queueFor({ person, roles }: Member): Promise<QueuedRequest[]> {
    const isDoctor = roles.includes('doctor')
    const waiting = await this.#repository.listWaiting()
    const visible = isDoctor ? waiting.filter((request) => isFor(request, person.id)) : waiting
    const queued = await Promise.all(visible.map((request) => this.#queued(request, isDoctor)))
    return queued.filter((request) => request !== null)
  }

  /** Whom this doctor may call for the request; `request_over` when it no longer waits. */
  async patientFor(member: Member, id: RequestId): Promise<PersonId> {
    return (await this.#requireFor(member, id)).personId
  }

  /** The patient has answered: closes the request for this doctor and begins the visit. */
  async accept<T>(member: Member, id: RequestId, beginVisit: () => Promise<T>): Promise<T> {
    const { person: doctor } = member
    const request = await this.#requireFor(member, id)
    const isPatient = await this.#ports.isPatient(request.personId)
    await this.#db.transaction().execute(async (tx) => {
      const now = this.#clock()
      if (!(await this.#repository.close(tx, id, { state: 'accepted', by: doctor.id, now }))) {
        throw new Refusal('request_over')
      }
      if (isPatient) await this.#ports.addToCareTeam(tx, request.personId, doctor.id, now)
      await this.#audit.write(tx, {
        event: 'request.accepted',
        actor: doctor.id,
        actorRole: 'doctor',
        subject: request.personId,
        object: id,
        details: {},
      })
    })
    try {
      return await beginVisit()
    } catch (error) {
      await this.#repository.putBack(id)
      throw error
    } finally {
      this.#ports.changed()
    }
  }

  /** Has everybody look at the queue again, after somebody was erased from it. */
  announce(): void {
    this.#ports.changed()
  }

  async removeExpired(): Promise<void> {
    const now = this.#clock()
    if ((await this.#repository.expire(now - EXPIRES_MS, now)) > 0n) this.#ports.changed()
  }

  async #requireFor(member: Member, id: RequestId): Promise<WaitingRequest> {
    const request = await this.#repository.find(id)
    if (request === null) throw new Refusal('not_found')
    const relation = isFor(request, member.person.id) ? 'related' : 'unrelated'
    requireRelation(member, 'request.accept', relation, { subject: request.personId, object: id })
    if (!request.isWaiting) throw new Refusal('request_over')
    return request
  }

  async #queued(request: WaitingRequest, mayRead: boolean): Promise<QueuedRequest | null> {
    const patient = await this.#ports.find(request.personId)
    if (patient === null) return null
    return {
      id: request.id,
      patient,
      doctor: await this.#wished(request),
      urgent: request.urgent,
      madeAt: request.madeAt,
      presence: this.#ports.presenceOf(request.personId),
      check: request.check,
      said: mayRead ? await this.#repository.said(request) : null,
    }
  }

  async #wished({ doctorId }: WaitingRequest): Promise<Participant | null> {
    return doctorId === null ? null : this.#ports.find(doctorId)
  }
}

const isFor = ({ doctorId }: WaitingRequest, doctor: PersonId): boolean =>
  doctorId === null || doctorId === doctor

/** What was not tried this time, as after a reload, says nothing against what was found before. */
function mergedCheck(before: CheckResult | null, now: CheckResult): CheckResult {
  const known = (device: 'camera' | 'microphone' | 'speaker') =>
    now[device] === 'untried' ? (before?.[device] ?? 'untried') : now[device]
  return {
    camera: known('camera'),
    microphone: known('microphone'),
    speaker: known('speaker'),
    line: now.line,
  }
}
