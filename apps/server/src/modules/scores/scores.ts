import { isDeepStrictEqual } from 'node:util'
import type {
  AnswerRequest,
  CaseId,
  Participant,
  PersonId,
  ScoreId,
  ScoreList,
  ScoreRequest,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { requireRelation } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseModule, StoredCase } from '../cases/index.ts'
import type { QuestionRepository } from './question-repository.ts'
import type { Questions } from './questions.ts'
import { reckoned } from './reckoned.ts'
import type { ScoreRepository, StoredScore } from './score-repository.ts'

/** Under which each series is written. */
const PERMISSIONS = { doctor: 'case.write', patient: 'questionnaire.answer' } as const

type Replacing = Pick<StoredScore, 'series' | 'replaces' | 'content'>

/** Clinical scores of cases (X3): what doctors enter and what patients answer, as two series that never meet. */
export class Scores {
  readonly #db: Database
  readonly #cases: Pick<CaseModule, 'access' | 'lesions'>
  readonly #scores: ScoreRepository
  readonly #questions: QuestionRepository
  readonly #asked: Pick<Questions, 'openOf'>
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #findPerson: (id: PersonId) => Promise<Participant>

  constructor(deps: {
    db: Database
    cases: Pick<CaseModule, 'access' | 'lesions'>
    scores: ScoreRepository
    questions: QuestionRepository
    asked: Pick<Questions, 'openOf'>
    audit: Audit
    clock: Clock
    findPerson: (id: PersonId) => Promise<Participant>
  }) {
    this.#db = deps.db
    this.#cases = deps.cases
    this.#scores = deps.scores
    this.#questions = deps.questions
    this.#asked = deps.asked
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#findPerson = deps.findPerson
  }

  /** By their days, those of one day as they were written. */
  async list(member: Member, caseId: CaseId): Promise<ScoreList> {
    const found = await this.#cases.access.readable(member, caseId)
    await this.#cases.access.noteRead(member, found, 'scores')
    const scores = await this.#scores.list(found)
    const shown = scores.map(async ({ content, authorId, ...rest }) => ({
      ...content,
      ...rest,
      by: await this.#findPerson(authorId),
    }))
    return {
      scores: (await Promise.all(shown)).toSorted((one, other) => one.on.localeCompare(other.on)),
      questions: await this.#asked.openOf(found),
    }
  }

  /** Once for each id; the same id with something else is a `conflict`, and so is correcting the same one twice. */
  async enter(member: Member, caseId: CaseId, id: ScoreId, request: ScoreRequest): Promise<void> {
    const found = await this.#cases.access.writable(member, caseId)
    await this.#keep(member, found, { id, series: 'doctor', ...request })
  }

  /** What the patient is asked, or another answer in the place of an earlier one; a `conflict` where neither. */
  async answer(member: Member, caseId: CaseId, id: ScoreId, request: AnswerRequest): Promise<void> {
    const found = await this.#cases.access.readable(member, caseId)
    const relation = member.person.id === found.patientId ? 'owner' : 'unrelated'
    const about = { subject: found.patientId, object: caseId }
    requireRelation(member, PERMISSIONS.patient, relation, about)
    await this.#keep(member, found, { id, series: 'patient', lesion: null, ...request })
  }

  async #keep(
    member: Member,
    found: StoredCase,
    { id, series, replaces, ...said }: ScoreRequest & Pick<StoredScore, 'id' | 'series'>,
  ): Promise<void> {
    const now = this.#clock()
    const content = reckoned(series, said, now)
    const { lesion } = content
    if (lesion !== null && !(await this.#cases.lesions.isOf(found.id, lesion)))
      throw new Refusal('not_found', 'lesion')
    await this.#db.transaction().execute(async (tx) => {
      const caseOfId = await this.#scores.caseOf(tx, id)
      if (caseOfId !== null && caseOfId !== found.id) throw new Refusal('conflict')
      const earlier = await this.#scores.list(found, tx)
      const same = earlier.find((each) => each.id === id)
      if (same !== undefined && !isDeepStrictEqual([same.content, same.replaces], [content, replaces]))
        throw new Refusal('conflict')
      if (same !== undefined) return
      requireReplaceable(earlier, { series, replaces, content })
      if (series === 'patient') await this.#closeQuestions(tx, found, { id, replaces, content })
      await this.#scores.add(tx, found, {
        id,
        series,
        authorId: member.person.id,
        replaces,
        at: now,
        content,
      })
      await this.#audit.write(tx, {
        event: 'score.kept',
        ...actorFor(member, PERMISSIONS[series]),
        subject: found.patientId,
        object: id,
        details: { case: found.id, series, replaces },
      })
    })
  }

  async #closeQuestions(
    tx: Tx,
    found: StoredCase,
    { id, replaces, content }: Pick<StoredScore, 'id' | 'replaces' | 'content'>,
  ): Promise<void> {
    const open = (await this.#questions.openOf(found, tx)).filter(
      ({ instrument }) => instrument === content.instrument,
    )
    if (open.length === 0 && replaces === null) throw new Refusal('conflict')
    for (const question of open) await this.#questions.close(tx, question.id, this.#clock(), id)
  }
}

/** A correction stands in the place of one of the same series, and that one was not corrected yet. */
function requireReplaceable(
  earlier: readonly StoredScore[],
  { series, replaces, content: { instrument, lesion } }: Replacing,
): void {
  if (replaces === null) return
  const replaced = earlier.find((each) => each.id === replaces)
  const isSame =
    replaced?.series === series &&
    replaced.content.instrument === instrument &&
    replaced.content.lesion === lesion
  if (!isSame) throw new Refusal('not_found', 'replaces')
  if (earlier.some((each) => each.replaces === replaces)) throw new Refusal('conflict')
}
