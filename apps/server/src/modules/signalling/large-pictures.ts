import type { RequestOf } from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Rooms } from './rooms.ts'

/** Which picture a doctor in the room shows large to all; the next one, or none, takes its place. */
export async function showLarge(
  rooms: Rooms,
  page: Connection,
  { roomId, picture }: RequestOf<'room:show'>,
): Promise<void> {
  const room = await rooms.seatedIn(page, roomId)
  const by = page.person.id
  if (room.seatOf(by)?.attendee.role !== 'doctor') {
    throw Refusal.denied('forbidden', {
      permission: 'room.show',
      relation: 'related',
      subject: null,
      object: room.visit.id,
    })
  }
  if (picture !== null && room.seatOf(picture.person) === null) throw new Refusal('person_gone')
  room.show(picture === null ? null : { picture, by })
}
