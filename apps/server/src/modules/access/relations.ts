import type { PersonId, Relation } from '@visita/protocol'
import type { BreakGlass } from './break-glass.ts'
import type { CareTeam } from './care-team.ts'

/** As what somebody reads what concerns all of a patient. */
export type ReadingRelation = (personId: PersonId, patientId: PersonId) => Promise<Relation>

/** What somebody is to a patient, and so to all that is in the patient's record. */
export class Relations {
  readonly #careTeam: CareTeam
  readonly #breakGlass: BreakGlass

  constructor(deps: { careTeam: CareTeam; breakGlass: BreakGlass }) {
    this.#careTeam = deps.careTeam
    this.#breakGlass = deps.breakGlass
  }

  readonly toPatient = async (personId: PersonId, patientId: PersonId): Promise<Relation> => {
    const relation = await this.byTreatment(personId, patientId)
    if (relation !== 'unrelated') return relation
    return (await this.#breakGlass.endOf(personId, patientId)) === null ? 'unrelated' : 'related'
  }

  /** For what is written into a record: access against the rule is for reading alone. */
  readonly byTreatment = async (personId: PersonId, patientId: PersonId): Promise<Relation> => {
    if (personId === patientId) return 'owner'
    return (await this.#careTeam.treats(personId, patientId)) ? 'related' : 'unrelated'
  }
}
