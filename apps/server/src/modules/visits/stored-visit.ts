import {
  participantSchema,
  personIdSchema,
  type PersonId,
  type RoomId,
  roomIdSchema,
  type VisitId,
  visitIdSchema,
} from '@visita/protocol'
import type { Selectable } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import { type DataKey, open, type SealContext } from '../vault/index.ts'
import type { PlacedAttendee, VisitEnd } from './visits.ts'

/** A visit as read from the database, opened; `participants` in the order of their places. */
export interface StoredVisit {
  id: VisitId
  roomId: RoomId
  dataKey: DataKey
  /** The account whose record it belongs to; null where guests met. */
  patient: PersonId | null
  startedAt: number
  end: VisitEnd | null
  locked: boolean
  participants: StoredParticipant[]
}

interface StoredParticipant extends PlacedAttendee {
  joinedAt: number | null
  leftAt: number | null
  goneAt: number | null
}

export type VisitRow = Selectable<Tables['visits']>
export type ParticipantRow = Selectable<Tables['participants']>

export const ofVisit = (id: string, column: string): SealContext => ({ table: 'visits', row: id, column })
export const nameOf = (visitId: string, personId: string): SealContext => ({
  table: 'participants',
  row: `${visitId}/${personId}`,
  column: 'sealed_name',
})

/** Opens what is sealed of a visit. */
export function openVisit(row: VisitRow, participants: ParticipantRow[], dataKey: DataKey): StoredVisit {
  return {
    id: visitIdSchema.parse(row.id),
    roomId: roomIdSchema.parse(open(dataKey, row.sealed_room, ofVisit(row.id, 'sealed_room'))),
    dataKey,
    patient: row.patient_id === null ? null : personIdSchema.parse(row.patient_id),
    startedAt: row.started_at,
    end: endOf(row),
    locked: row.locked_at !== null,
    participants: participants.map((participant) => ({
      person: participantSchema.parse({
        id: participant.person_id,
        displayName: open(dataKey, participant.sealed_name, nameOf(row.id, participant.person_id)),
      }),
      role: participant.role,
      place: participant.place,
      joinedAt: participant.joined_at,
      leftAt: participant.left_at,
      goneAt: participant.gone_at,
    })),
  }
}

function endOf({ ended_at, end_reason, ended_by }: VisitRow): VisitEnd | null {
  if (ended_at === null || end_reason === null) return null
  return {
    endedAt: ended_at,
    reason: end_reason,
    by: ended_by === null ? null : personIdSchema.parse(ended_by),
  }
}
