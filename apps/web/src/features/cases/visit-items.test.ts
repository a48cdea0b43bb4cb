import { VISIT_ITEMS, visitRecordSchema, noteContentSchema } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { aPerson } from '../../platform/testing/samples.ts'
import { visitItems } from './visit-items.ts'

const [patient, doctor] = [aPerson(1), aPerson(2)]
const visit = visitRecordSchema.parse({
  id: '00000000-0000-4000-8000-000000000009',
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_600_000,
  end: null,
  participants: [patient, doctor].map(({ id, displayName }) => ({ id, displayName, joinedAt: 1, leftAt: 2 })),
  messages: [],
  files: [],
  board: null,
  lines: [],
})

describe('[B33] the record of a visit', () => {
  it('has all thirteen items, with what the visit knows filled in', () => {
    const content = visitItems(visit, {
      patientId: patient.id,
      clinic: 'Clinic of the tests',
      type: 'Visit by video',
      kept: 'Messages: 3.',
    })
    const parsed = noteContentSchema.parse(content)
    if (parsed.kind !== 'visit') throw new Error('another kind')
    expect(Object.keys(parsed.items)).toEqual([...VISIT_ITEMS])
    expect(VISIT_ITEMS).toHaveLength(13)
    expect(parsed.items).toMatchObject({
      institution: 'Clinic of the tests',
      professionals: doctor.displayName,
      patient: patient.displayName,
      type: 'Visit by video',
      episodes: 'Messages: 3.',
      report: '',
    })
    expect(parsed.items.time).toContain('–')
  })
})
