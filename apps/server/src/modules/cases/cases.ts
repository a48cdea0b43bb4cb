import { BODY_SITES } from '@visita/clinical'
import type {
  Case,
  CaseId,
  CaseList,
  CaseState,
  CaseSummary,
  LesionId,
  LesionRequest,
  OpenCaseRequest,
  Participant,
  PersonId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { CaseAccess } from './case-access.ts'
import type { CaseMembers } from './case-members.ts'
import type { CaseRepository, StoredCase } from './case-repository.ts'
import type { Entries } from './entries.ts'
import type { HandOver } from './hand-over.ts'
import type { LesionRepository } from './lesion-repository.ts'

/** Somebody who was erased has no name any more. */
export type FindPerson = (id: PersonId) => Promise<Participant>

const SITES = new Set(BODY_SITES.map(({ code }) => code))

/** Complaints of patients that are followed over time (B27): who is responsible, and where on the skin. */
export class Cases {
  readonly #db: Database
  readonly #access: CaseAccess
  readonly #cases: CaseRepository
  readonly #lesions: LesionRepository
  readonly #members: CaseMembers
  readonly #handOver: HandOver
  readonly #entries: Entries
  readonly #findPerson: FindPerson
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    access: CaseAccess
    cases: CaseRepository
    lesions: LesionRepository
    members: CaseMembers
    handOver: HandOver
    entries: Entries
    findPerson: FindPerson
    clock: Clock
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#cases = deps.cases
    this.#lesions = deps.lesions
    this.#members = deps.members
    this.#handOver = deps.handOver
    this.#entries = deps.entries
    this.#findPerson = deps.findPerson
    this.#clock = deps.clock
  }

  /** Once for each id; who opens it is responsible for it. An id of another patient's case is a `conflict`. */
  async open(member: Member, patientId: PersonId, id: CaseId, details: OpenCaseRequest): Promise<void> {
    await this.#access.requireWriter(member, patientId, id)
    await this.#db.transaction().execute(async (tx) => {
      const earlier = await this.#cases.find(id, tx)
      if (earlier !== null && earlier.patientId !== patientId) throw new Refusal('conflict')
      if (earlier !== null) return
      const opened = { id, patientId }
      await this.#cases.add(tx, { ...opened, ...details, doctorId: member.person.id, now: this.#clock() })
      await this.#access.note(tx, member, opened, { event: 'case.opened', details: {} })
    })
  }

  async read(member: Member, id: CaseId): Promise<Case> {
    const found = await this.#access.readable(member, id)
    await this.#access.noteRead(member, found, 'case')
    return {
      ...(await this.#summary(found)),
      patient: await this.#findPerson(found.patientId),
      mayWrite: await this.#access.mayWrite(member, found),
      mayTakeOver: await this.#handOver.mayTakeOver(member, found),
      course: await this.#entries.courseOf(found, (person) => this.#findPerson(person)),
      team: await this.#team(id),
      lesions: await this.#lesions.list(found),
    }
  }

  /** The newest first. Whoever calls decides who may. */
  async listOfPatient(patientId: PersonId): Promise<CaseSummary[]> {
    const cases = await this.#cases.listOfPatient(patientId)
    return Promise.all(cases.map((each) => this.#summary(each)))
  }

  /** Closes the case, or opens it again; where it is so already nothing changes. */
  async setState(member: Member, id: CaseId, state: CaseState): Promise<void> {
    const found = await this.#access.writable(member, id)
    if (found.state === state) return
    const what = state === 'closed' ? 'closed' : 'reopened'
    await this.#db.transaction().execute(async (tx) => {
      await this.#cases.setState(tx, id, state, this.#clock())
      await this.#access.note(tx, member, found, { event: 'case.changed', details: { what, entry: null } })
    })
  }

  /** Adds a lesion to follow, or corrects what was said of it. Repeating it changes nothing. */
  async keepLesion(member: Member, id: CaseId, lesion: LesionId, details: LesionRequest): Promise<void> {
    const found = await this.#access.writable(member, id)
    if (!SITES.has(details.site)) throw new Refusal('bad_request', 'site')
    await this.#db.transaction().execute(async (tx) => {
      await this.#lesions.keep(tx, found, { ...details, id: lesion, now: this.#clock() })
      await this.#access.note(tx, member, found, {
        event: 'case.changed',
        details: { what: 'lesion', entry: lesion },
      })
    })
  }

  /** Open ones that the doctor answers for, and those offered to them. */
  async listOwn(member: Member): Promise<CaseList> {
    const { id } = member.person
    await this.#db.transaction().execute((tx) => this.#access.noteList(tx, member))
    const [offered, own] = await Promise.all(
      (['offered_to', 'doctor_id'] as const).map((as) => this.#cases.listOfDoctor(id, as)),
    )
    return { offered: await this.#withPatients(offered ?? []), own: await this.#withPatients(own ?? []) }
  }

  #withPatients(cases: readonly StoredCase[]): Promise<CaseList['own']> {
    return Promise.all(
      cases.map(async (each) => ({
        ...(await this.#summary(each)),
        patient: await this.#findPerson(each.patientId),
      })),
    )
  }

  async #summary({ responsibility, ...rest }: StoredCase): Promise<CaseSummary> {
    const { id, title, complaint, state, openedAt, closedAt } = rest
    const responsible = await this.#findPerson(responsibility.by)
    const offeredTo = responsibility.kind === 'offered' ? await this.#findPerson(responsibility.to) : null
    return { id, title, complaint, state, openedAt, closedAt, responsible, offeredTo }
  }

  async #team(id: CaseId): Promise<Case['team']> {
    const members = await this.#members.list(id)
    return Promise.all(
      members.map(async (each) => ({ ...(await this.#findPerson(each.id)), since: each.since })),
    )
  }
}
