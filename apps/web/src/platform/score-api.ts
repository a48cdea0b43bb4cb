import {
  ownQuestionsSchema,
  scoreListSchema,
  type AnswerRequest,
  type CaseId,
  type OwnQuestions,
  type QuestionId,
  type ScoreId,
  type ScoreList,
  type ScoreRequest,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** Clinical scores of cases. Every call throws `Refused`; every answer is parsed. */
export const scoreApi = {
  list: (of: CaseId): Promise<ScoreList> => ask(scoreListSchema, 'GET', `/api/cases/${of}/scores`),
  /** Repeating it with the same id changes nothing. */
  async enter(of: CaseId, id: ScoreId, score: ScoreRequest): Promise<void> {
    await send('PUT', `/api/cases/${of}/scores/${id}`, score)
  },
  /** What the patient is asked already is not asked twice. */
  async ask(of: CaseId, id: QuestionId, instrument: string): Promise<void> {
    await send('PUT', `/api/cases/${of}/questions/${id}`, { instrument })
  },
  async withdraw(of: CaseId, id: QuestionId): Promise<void> {
    await send('DELETE', `/api/cases/${of}/questions/${id}`)
  },
  /** What the patient who asks is to answer. */
  async own(): Promise<OwnQuestions['questions']> {
    return (await ask(ownQuestionsSchema, 'GET', '/api/questions')).questions
  },
  /** Repeating it with the same id changes nothing; `conflict` where it is asked no more. */
  async answer(of: CaseId, id: ScoreId, answer: AnswerRequest): Promise<void> {
    await send('PUT', `/api/cases/${of}/answers/${id}`, answer)
  },
}
