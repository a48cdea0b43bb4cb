import { personIdSchema, roomIdSchema, visitIdSchema } from '@visita/protocol'
import { expect, test } from 'vitest'
import { newId, newToken } from '../../platform/random.ts'
import { randomDataKey } from '../vault/index.ts'
import { requireParticipant, requireSender, requireWriter } from './policy.ts'
import type { StoredVisit } from './visit-repository.ts'

const DAY = 24 * 60 * 60 * 1000
const aPerson = () => personIdSchema.parse(newId())
const maria = aPerson()
const johanna = aPerson()
const outsider = aPerson()

const aVisit = (end: StoredVisit['end']): StoredVisit => ({
  id: visitIdSchema.parse(newId()),
  roomId: roomIdSchema.parse(newToken()),
  dataKey: randomDataKey('tenant'),
  startedAt: 0,
  end,
  participants: [maria, johanna].map((id) => ({
    person: { id, displayName: 'Somebody here' },
    joinedAt: null,
    leftAt: null,
  })),
})
const ended = aVisit({ reason: 'ended', by: maria, endedAt: 1_000 })

test('those who took part may read, however long ago it was', () => {
  expect(requireParticipant(ended, maria)).toBe(ended)
  expect(requireParticipant(ended, johanna)).toBe(ended)
})

test('[C13] for all others there is no such visit', () => {
  expect(() => requireParticipant(ended, outsider)).toThrow('not_found')
  expect(() => requireParticipant(null, maria)).toThrow('not_found')
  expect(() => requireWriter(ended, outsider, 5 * DAY)).toThrow('not_found')
})

test('they may add to it while it goes on and for a day', () => {
  expect(requireWriter(aVisit(null), maria, 100 * DAY)).toBeDefined()
  expect(requireWriter(ended, maria, 1_000 + DAY - 1)).toBe(ended)
  expect(() => requireWriter(ended, maria, 1_000 + DAY)).toThrow('visit_ended')
})

test('an upload is its sender’s alone', () => {
  expect(() => requireSender(maria, maria)).not.toThrow()
  expect(() => requireSender(maria, johanna)).toThrow('not_found')
})
