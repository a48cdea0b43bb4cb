import type { Participant, PersonId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Audit } from '../audit/index.ts'
import type { CaseModule } from '../cases/index.ts'
import type { Keyring } from '../vault/index.ts'
import { QuestionRepository } from './question-repository.ts'
import { Questions } from './questions.ts'
import { ScoreRepository } from './score-repository.ts'
import { Scores } from './scores.ts'

export { scoreRoutes } from './routes.ts'

export interface ScoreModule {
  scores: Scores
  questions: Questions
}

export function createScores(deps: {
  db: Database
  keyring: Keyring
  cases: CaseModule
  audit: Audit
  clock: Clock
  findPerson: (id: PersonId) => Promise<Participant>
}): ScoreModule {
  const repository = new QuestionRepository(deps.db)
  const questions = new Questions({ ...deps, questions: repository })
  const scores = new Scores({
    ...deps,
    scores: new ScoreRepository(deps.db),
    questions: repository,
    asked: questions,
  })
  return { scores, questions }
}
