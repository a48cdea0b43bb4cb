import { scoreCalled } from '@visita/clinical'
import type { CaseId, OwnQuestions, Participant, PersonId, Question, QuestionId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseModule, StoredCase } from '../cases/index.ts'
import type { Keyring } from '../vault/index.ts'
import type { QuestionRepository, StoredQuestion } from './question-repository.ts'

/** Questionnaires that doctors ask their patients to answer, each until it is answered or withdrawn (X3). */
export class Questions {
  readonly #db: Database
  readonly #keyring: Keyring
  readonly #cases: Pick<CaseModule, 'access' | 'cases'>
  readonly #questions: QuestionRepository
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #findPerson: (id: PersonId) => Promise<Participant>

  constructor(deps: {
    db: Database
    keyring: Keyring
    cases: Pick<CaseModule, 'access' | 'cases'>
    questions: QuestionRepository
    audit: Audit
    clock: Clock
    findPerson: (id: PersonId) => Promise<Participant>
  }) {
    this.#db = deps.db
    this.#keyring = deps.keyring
    this.#cases = deps.cases
    this.#questions = deps.questions
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#findPerson = deps.findPerson
  }

  /** Whoever calls decides who may. */
  async openOf(found: StoredCase): Promise<Question[]> {
    return Promise.all((await this.#questions.openOf(found)).map((each) => this.#shown(each)))
  }

  /** Of all cases of the patient who asks. */
  async own(member: Member): Promise<OwnQuestions['questions']> {
    const { id } = member.person
    const key = await this.#keyring.find(id)
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'record.read',
        ...actorFor(member, 'questionnaire.answer'),
        subject: id,
        object: null,
        details: { part: 'questions' },
      }),
    )
    const open = key === null ? [] : await this.#questions.openOfPatient(id, key)
    if (open.length === 0) return []
    const titles = new Map(
      (await this.#cases.cases.listOfPatient(id)).map((each) => [each.id, each.title] as const),
    )
    return Promise.all(
      open.map(async (each) => ({
        ...(await this.#shown(each)),
        case: each.caseId,
        title: titles.get(each.caseId) ?? '',
      })),
    )
  }

  /** Once for each id; what is asked already is not asked twice. */
  async ask(member: Member, caseId: CaseId, id: QuestionId, instrument: string): Promise<void> {
    const found = await this.#cases.access.writable(member, caseId)
    const definition = scoreCalled(instrument)
    const canBeAsked = definition?.by === 'patient' && definition.officialWording !== true
    if (!canBeAsked) throw new Refusal('bad_request', 'instrument')
    await this.#db.transaction().execute(async (tx) => {
      const caseOfId = await this.#questions.caseOf(tx, id)
      if (caseOfId !== null && caseOfId !== caseId) throw new Refusal('conflict')
      const isAsked = (await this.#questions.openOf(found, tx)).some((each) => each.instrument === instrument)
      if (caseOfId !== null || isAsked) return
      const askedBy = member.person.id
      await this.#questions.add(tx, found, { id, caseId, instrument, askedBy, askedAt: this.#clock() })
      await this.#note(tx, member, found, { event: 'question.asked', object: id })
    })
  }

  /** What was answered or withdrawn before stays so. */
  async withdraw(member: Member, caseId: CaseId, id: QuestionId): Promise<void> {
    const found = await this.#cases.access.writable(member, caseId)
    await this.#db.transaction().execute(async (tx) => {
      if ((await this.#questions.caseOf(tx, id)) !== caseId) throw new Refusal('not_found', 'question')
      if (!(await this.#questions.close(tx, id, this.#clock(), null))) return
      await this.#note(tx, member, found, { event: 'question.withdrawn', object: id })
    })
  }

  #note(
    tx: Parameters<Audit['write']>[0],
    member: Member,
    { id, patientId }: StoredCase,
    act: { event: 'question.asked' | 'question.withdrawn'; object: QuestionId },
  ): Promise<void> {
    const actor = actorFor(member, 'case.write')
    return this.#audit.write(tx, { ...act, ...actor, subject: patientId, details: { case: id } })
  }

  async #shown({ id, instrument, askedBy, askedAt }: StoredQuestion): Promise<Question> {
    return { id, instrument, by: await this.#findPerson(askedBy), at: askedAt }
  }
}
