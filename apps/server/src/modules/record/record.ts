import type { BreakGlassAccess, OpenBreakGlass, Participant, PatientRecord, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { type Access, requireRelation } from '../access/index.ts'
import type { People } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Cases } from '../cases/index.ts'
import type { VisitRecords } from '../visits/index.ts'

/** A patient's record, for the patient and for those who treat them (B27 in part). */
export class Records {
  readonly #db: Database
  readonly #access: Access
  readonly #people: People
  readonly #cases: Cases
  readonly #visits: VisitRecords
  readonly #audit: Audit
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    access: Access
    people: People
    cases: Cases
    visits: VisitRecords
    audit: Audit
    clock: Clock
  }) {
    this.#db = deps.db
    this.#access = deps.access
    this.#people = deps.people
    this.#cases = deps.cases
    this.#visits = deps.visits
    this.#audit = deps.audit
    this.#clock = deps.clock
  }

  /** A coordinator invites and appoints all patients; a doctor has their own. */
  async patientsFor({ person, roles }: Member): Promise<Participant[]> {
    if (roles.includes('coordinator')) return this.#people.withRole('patient')
    return this.#people.named(await this.#access.careTeam.patientsOf(person.id))
  }

  /** By the whole e-mail address; who looks for whom is in the log, and no address is. */
  async findPatient(member: Member, login: string): Promise<Participant | null> {
    const patient = await this.#people.findPatient(login)
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'patient.searched',
        ...actorFor(member, 'break_glass.open'),
        subject: patient?.id ?? null,
        object: null,
        details: {},
      }),
    )
    return patient
  }

  async read(member: Member, patientId: PersonId): Promise<PatientRecord> {
    const { person } = member
    const relation = await this.#access.relations.toPatient(person.id, patientId)
    requireRelation(member, 'record.read', relation, { subject: patientId, object: null })
    const patient = await this.#people.find(patientId)
    if (patient === null) throw new Refusal('not_found')
    const doctors = await this.#access.careTeam.doctorsOf(patientId)
    const since = new Map(doctors.map((doctor) => [doctor.id, doctor.since]))
    const careTeam = await this.#people.named(doctors.map(({ id }) => id))
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'record.read',
        ...actorFor(member, 'record.read'),
        subject: patientId,
        object: null,
        details: { part: 'visits' },
      }),
    )
    return {
      patient,
      careTeam: careTeam.map((doctor) => ({ ...doctor, since: since.get(doctor.id) ?? 0 })),
      cases: await this.#cases.listOfPatient(patientId),
      visits: await this.#visits.listOfPatient(patientId),
      breakGlassUntil: await this.#access.breakGlass.endOf(person.id, patientId),
    }
  }

  /** What a doctor has open against the rule now; in time left, since the page's clock may be minutes off. */
  async openAccesses({ person }: Member): Promise<OpenBreakGlass[]> {
    const accesses = await this.#access.breakGlass.openOf(person.id)
    const now = this.#clock()
    return Promise.all(
      accesses.map(async ({ id, patientId, endsAt }) => ({
        id,
        patientId,
        patient: await this.#people.find(patientId),
        remainingMs: endsAt - now,
      })),
    )
  }

  /** For the review; names are read from the persons, who may have been erased since. */
  async breakGlassAccesses(): Promise<BreakGlassAccess[]> {
    const accesses = await this.#access.breakGlass.list()
    return Promise.all(
      accesses.map(async ({ doctorId, patientId, ...access }) => ({
        ...access,
        doctor: await this.#people.findOrNameless(doctorId),
        patient: await this.#people.find(patientId),
      })),
    )
  }
}
