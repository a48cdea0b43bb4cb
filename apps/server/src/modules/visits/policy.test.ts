import { personIdSchema, roomIdSchema, visitIdSchema } from '@visita/protocol'
import { expect, test } from 'vitest'
import { newId, newToken } from '../../platform/random.ts'
import { randomDataKey } from '../vault/index.ts'
import { readsUntil, relationIn, requireOpenToWrite, requireSender } from './policy.ts'
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
  patient: maria,
  startedAt: 0,
  end,
  locked: false,
  participants: [maria, johanna].map((id, place) => ({
    place,
    goneAt: null,
    person: { id, displayName: 'Somebody here' },
    role: id === maria ? ('patient' as const) : ('doctor' as const),
    joinedAt: null,
    leftAt: null,
  })),
})
const ended = aVisit({ reason: 'ended', by: maria, endedAt: 1_000 })

test('a visit is its patient’s, and related to whoever else took part', () => {
  expect(relationIn(ended, maria)).toBe('owner')
  expect(relationIn(ended, johanna)).toBe('related')
})

test('[C13] all others are unrelated to it, and guests own nothing', () => {
  expect(relationIn(ended, outsider)).toBe('unrelated')
  expect(relationIn({ ...ended, patient: null }, maria)).toBe('related')
})

test('it is added to while it goes on and for a day', () => {
  expect(() => requireOpenToWrite(aVisit(null), 100 * DAY)).not.toThrow()
  expect(() => requireOpenToWrite(ended, 1_000 + DAY - 1)).not.toThrow()
  expect(() => requireOpenToWrite(ended, 1_000 + DAY)).toThrow('visit_ended')
})

test('[B26] who was invited reads up to their leaving, and the two who began it all of it', () => {
  const [first, second] = ended.participants
  if (!first || !second) throw new Error('a visit is of two')
  const gone = {
    ...ended,
    participants: [
      { ...first, goneAt: 500 },
      { ...second, place: 2, goneAt: 700 },
    ],
  }
  expect([readsUntil(gone, maria), readsUntil(gone, johanna)]).toEqual([null, 700])
  expect([readsUntil(ended, johanna), readsUntil(gone, outsider)]).toEqual([null, null])
})

test('an upload is its sender’s alone', () => {
  expect(() => requireSender(maria, maria)).not.toThrow()
  expect(() => requireSender(maria, johanna)).toThrow('not_found')
})
