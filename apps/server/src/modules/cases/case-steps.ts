import {
  type CaseId,
  type CaseStep,
  caseStepSchema,
  type Participant,
  type PersonId,
  personIdSchema,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { spanOf, type TimelineSource } from '../timeline/index.ts'

export interface NewStep {
  caseId: CaseId
  step: CaseStep
  actorId: PersonId
  /** Whom it concerns beside who did it; null for nobody. */
  doctorId: PersonId | null
}

/** What became of each case: opened, closed, handed over. Only ever added to. */
export class CaseSteps {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  async add(tx: Tx, { caseId, step, actorId, doctorId }: NewStep, at: number): Promise<void> {
    await tx
      .insertInto('case_steps')
      .values({ id: newId(), case_id: caseId, step, actor_id: actorId, doctor_id: doctorId, at })
      .execute()
  }

  timeline(findPerson: (id: PersonId) => Promise<Participant>): TimelineSource {
    return {
      kinds: ['step'],
      list: async (_reader, of, { before, limit }) => {
        const rows = await this.#db
          .selectFrom('case_steps')
          .selectAll()
          .where('case_id', '=', of.id)
          .where(spanOf('at', 'id', before))
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .execute()
        return rows.map(({ id, at, step, actor_id, doctor_id }) => ({
          id,
          at,
          show: async () => ({
            kind: 'step',
            id,
            at,
            by: await findPerson(personIdSchema.parse(actor_id)),
            step: caseStepSchema.parse(step),
            doctor: doctor_id === null ? null : await findPerson(personIdSchema.parse(doctor_id)),
          }),
        }))
      },
    }
  }
}
