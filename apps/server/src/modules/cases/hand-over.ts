import type { AuditEventOf, CaseId, OfferAnswer, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { CaseAccess } from './case-access.ts'
import type { CaseMembers } from './case-members.ts'
import type { CaseRepository, StoredCase } from './case-repository.ts'
import { after, type Step } from './responsibility.ts'

/** Whoever has become responsible treats the patient. */
export type AddToCareTeam = (tx: Tx, patient: PersonId, doctor: PersonId, now: number) => Promise<void>

type Passed = AuditEventOf<'case.passed'>['details']['step']

/** How a case goes from one responsible doctor to another, and who takes part in it beside them (B27). */
export class HandOver {
  readonly #db: Database
  readonly #access: CaseAccess
  readonly #cases: CaseRepository
  readonly #members: CaseMembers
  readonly #isDoctor: (id: PersonId) => Promise<boolean>
  readonly #addToCareTeam: AddToCareTeam
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    access: CaseAccess
    cases: CaseRepository
    members: CaseMembers
    isDoctor: (id: PersonId) => Promise<boolean>
    addToCareTeam: AddToCareTeam
    clock: Clock
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#cases = deps.cases
    this.#members = deps.members
    this.#isDoctor = deps.isDoctor
    this.#addToCareTeam = deps.addToCareTeam
    this.#clock = deps.clock
  }

  /** By the responsible doctor, who stays so until it is accepted. Another offer replaces one without answer. */
  async offer(member: Member, id: CaseId, to: PersonId): Promise<void> {
    const found = await this.#access.leadable(member, id)
    if (!(await this.#isDoctor(to))) throw new Refusal('bad_request', 'to')
    await this.#take(member, found, { step: { do: 'offer', to }, passed: 'offered', doctor: to })
  }

  async withdraw(member: Member, id: CaseId): Promise<void> {
    const found = await this.#access.leadable(member, id)
    const { responsibility } = found
    const doctor = responsibility.kind === 'offered' ? responsibility.to : responsibility.by
    await this.#take(member, found, { step: { do: 'withdraw' }, passed: 'withdrawn', doctor })
  }

  /** By whom it was offered to. */
  async answer(member: Member, id: CaseId, answer: OfferAnswer): Promise<void> {
    const found = await this.#access.answerable(member, id)
    const passed = answer === 'accept' ? 'accepted' : 'declined'
    await this.#take(member, found, { step: { do: answer }, passed, doctor: member.person.id })
  }

  /** Where the responsible doctor no longer works here; `conflict` where they do. */
  async takeOver(member: Member, id: CaseId): Promise<void> {
    const found = await this.#access.takeable(member, id)
    const isHolderHere = await this.#isDoctor(found.responsibility.by)
    const step = { do: 'take_over', isHolderHere } as const
    await this.#take(member, found, { step, passed: 'taken_over', doctor: member.person.id })
  }

  /** Whether the one who asks is a doctor and the case has nobody who could offer it. */
  async mayTakeOver({ person, roles }: Member, { responsibility, patientId }: StoredCase): Promise<boolean> {
    if (!roles.includes('doctor') || person.id === patientId) return false
    return !(await this.#isDoctor(responsibility.by))
  }

  /** The doctor then reads and writes in this case, and in nothing else of the patient. */
  async addMember(member: Member, id: CaseId, doctor: PersonId): Promise<void> {
    const found = await this.#access.leadable(member, id)
    if (!(await this.#isDoctor(doctor))) throw new Refusal('bad_request', 'personId')
    await this.#changeTeam(member, found, 'member_added', doctor)
  }

  async removeMember(member: Member, id: CaseId, doctor: PersonId): Promise<void> {
    const found = await this.#access.leadable(member, id)
    if (!(await this.#members.has(id, doctor))) throw new Refusal('not_found')
    await this.#changeTeam(member, found, 'member_removed', doctor)
  }

  async #changeTeam(
    member: Member,
    found: StoredCase,
    step: 'member_added' | 'member_removed',
    doctor: PersonId,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const changed =
        step === 'member_added'
          ? await this.#members.add(tx, found.id, doctor, this.#clock())
          : await this.#members.remove(tx, found.id, doctor)
      if (changed)
        await this.#access.note(tx, member, found, { event: 'case.passed', details: { step, doctor } })
    })
  }

  async #take(
    member: Member,
    found: StoredCase,
    { step, passed, doctor }: { step: Step; passed: Passed; doctor: PersonId },
  ): Promise<void> {
    const next = after(found.responsibility, member.person.id, step)
    if (typeof next === 'string') throw new Refusal(next)
    await this.#db.transaction().execute(async (tx) => {
      const isFirst = await this.#cases.pass(tx, found.id, found.responsibility, next)
      if (!isFirst) throw new Refusal('conflict')
      if (next.by !== found.responsibility.by) {
        await this.#addToCareTeam(tx, found.patientId, next.by, this.#clock())
        await this.#members.remove(tx, found.id, next.by)
      }
      await this.#access.note(tx, member, found, { event: 'case.passed', details: { step: passed, doctor } })
    })
  }
}
