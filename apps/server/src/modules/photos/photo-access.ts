import type { AuditEventOf, CaseId, LesionId, Participant, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { type Access, requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseModule, StoredCase } from '../cases/index.ts'
import type { DataKey, Keyring } from '../vault/index.ts'

type OnPhoto = 'photo.kept' | 'photo.measured' | 'photo.read' | 'photo.retake_asked'
type Act = { [N in OnPhoto]: Pick<AuditEventOf<N>, 'event' | 'object' | 'details'> }[OnPhoto]

const PERMISSIONS = {
  'photo.kept': 'photo.add',
  'photo.read': 'case.read',
  'photo.retake_asked': 'case.write',
  'photo.measured': 'case.write',
} as const

/** For as long as somebody scrolls through a list that they have asked for. */
const LISTED_MS = 60 * 60 * 1000
const LISTED_MOST = 10_000

/** Who may see the photographs of a case, add to them and ask for more, and the writing down of it. */
export class PhotoAccess {
  readonly #cases: CaseModule
  readonly #access: Access
  readonly #keyring: Keyring
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #findPerson: (id: PersonId) => Promise<Participant | null>
  /** When each member last had the list of each case. */
  readonly #listed = new Map<string, number>()

  constructor(deps: {
    cases: CaseModule
    access: Access
    keyring: Keyring
    audit: Audit
    clock: Clock
    findPerson: (id: PersonId) => Promise<Participant | null>
  }) {
    this.#cases = deps.cases
    this.#access = deps.access
    this.#keyring = deps.keyring
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#findPerson = deps.findPerson
  }

  /** For whoever may read the case. */
  toRead(member: Member, id: CaseId): Promise<StoredCase> {
    return this.#cases.access.readable(member, id)
  }

  /** The same, written down. */
  toReadAs(member: Member, id: CaseId, part: 'measurements'): Promise<StoredCase> {
    return this.#cases.access.readAs(member, id, part)
  }

  /** For the patient and those who treat them; access against the rule is for reading. */
  async toAdd(member: Member, id: CaseId): Promise<StoredCase> {
    const found = await this.#cases.access.readable(member, id)
    const relation = await this.#access.relations.byTreatment(member.person.id, found.patientId)
    requireRelation(member, 'photo.add', relation, { subject: found.patientId, object: id })
    return found
  }

  /** For those who treat the patient. */
  toAsk(member: Member, id: CaseId): Promise<StoredCase> {
    return this.#cases.access.writable(member, id)
  }

  async treats({ person, roles }: Member, patientId: PersonId): Promise<boolean> {
    return roles.includes('doctor') && (await this.#access.careTeam.treats(person.id, patientId))
  }

  patientsOf(doctorId: PersonId): Promise<PersonId[]> {
    return this.#access.careTeam.patientsOf(doctorId)
  }

  async requireLesion(of: StoredCase, lesion: LesionId): Promise<void> {
    const lesions = await this.#cases.lesions.list(of)
    if (!lesions.some(({ id }) => id === lesion)) throw new Refusal('not_found', 'lesion')
  }

  keyOf(patientId: PersonId): Promise<DataKey | null> {
    return this.#keyring.find(patientId)
  }

  /** Null where patient or case were erased meanwhile. */
  async nameOf(patientId: PersonId, id: CaseId): Promise<{ title: string; patient: Participant } | null> {
    const patient = await this.#findPerson(patientId)
    const found = (await this.#cases.cases.listOfPatient(patientId)).find((each) => each.id === id)
    return patient === null || found === undefined ? null : { title: found.title, patient }
  }

  /** For the transaction of the change. */
  note(tx: Tx, member: Member, { patientId }: StoredCase, act: Act): Promise<void> {
    return this.#audit.write(tx, { ...act, ...actorFor(member, PERMISSIONS[act.event]), subject: patientId })
  }

  async noteListed(member: Member, found: StoredCase): Promise<void> {
    await this.#cases.access.noteRead(member, found, 'photos')
    if (this.#listed.size >= LISTED_MOST) this.#listed.clear()
    this.#listed.set(`${member.person.id} ${found.id}`, this.#clock())
  }

  /** Two hundred small pictures are one reading of the list; without having had it, asking for one is that reading. */
  async requireListed(member: Member, found: StoredCase): Promise<void> {
    const at = this.#listed.get(`${member.person.id} ${found.id}`)
    if (at === undefined || this.#clock() - at > LISTED_MS) await this.noteListed(member, found)
  }
}
