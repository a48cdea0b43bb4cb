import {
  answerRequestSchema,
  httpErrorSchema,
  ofCaseSchema,
  ofQuestionSchema,
  ofScoreSchema,
  ownQuestionsSchema,
  questionRequestSchema,
  scoreListSchema,
  scoreRequestSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Questions } from './questions.ts'
import type { Scores } from './scores.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const done = { 204: z.void(), ...refused }

/** Scores of cases, and what patients are asked. */
export const scoreRoutes: FastifyPluginAsyncZod<{ scores: Scores; questions: Questions }> = async (
  app,
  { scores, questions },
) => {
  app.get(
    '/api/cases/:caseId/scores',
    {
      config: { permission: 'case.read' },
      schema: { params: ofCaseSchema, response: { 200: scoreListSchema, ...refused } },
    },
    async ({ member, params }) => scores.list(member, params.caseId),
  )

  app.put(
    '/api/cases/:caseId/scores/:scoreId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofScoreSchema, body: scoreRequestSchema, response: done },
    },
    async ({ member, params: { caseId, scoreId }, body }, reply) => {
      await scores.enter(member, caseId, scoreId, body)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/answers/:scoreId',
    {
      config: { permission: 'questionnaire.answer' },
      schema: { params: ofScoreSchema, body: answerRequestSchema, response: done },
    },
    async ({ member, params: { caseId, scoreId }, body }, reply) => {
      await scores.answer(member, caseId, scoreId, body)
      return reply.status(204).send()
    },
  )

  app.get(
    '/api/questions',
    {
      config: { permission: 'questionnaire.answer' },
      schema: { response: { 200: ownQuestionsSchema, ...refused } },
    },
    async ({ member }) => ({ questions: await questions.own(member) }),
  )

  app.put(
    '/api/cases/:caseId/questions/:questionId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofQuestionSchema, body: questionRequestSchema, response: done },
    },
    async ({ member, params: { caseId, questionId }, body }, reply) => {
      await questions.ask(member, caseId, questionId, body.instrument)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/cases/:caseId/questions/:questionId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofQuestionSchema, response: done },
    },
    async ({ member, params: { caseId, questionId } }, reply) => {
      await questions.withdraw(member, caseId, questionId)
      return reply.status(204).send()
    },
  )
}
