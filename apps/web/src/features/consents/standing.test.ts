import { personIdSchema, type Consent, type ConsentAnswer } from '@visita/protocol'
import { expect, test } from 'vitest'
import { standingOf } from './standing.ts'

const by = { id: personIdSchema.parse('0192f0c1-6e8d-7e5e-8c3a-9d1e0f6a5b4c'), displayName: 'Ana Exemplo' }
const answered = (...answers: [ConsentAnswer, number][]): Consent => ({
  kind: 'teaching',
  answers: answers.map(([answer, version], index) => ({ answer, version, by, at: 10 - index })),
})

test.each([
  ['unasked', answered()],
  ['yes', answered(['yes', 1])],
  ['outdated', answered(['yes', 0])],
  ['no', answered(['no', 1])],
  ['revoked', answered(['no', 1], ['yes', 1])],
  ['yes', answered(['yes', 1], ['no', 1], ['yes', 1])],
] as const)('[B27] a consent stands as %s by its newest answer', (standing, consent) => {
  expect(standingOf(consent)).toBe(standing)
})
