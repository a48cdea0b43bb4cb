import {
  type ClientEvent,
  connectionIdSchema,
  pageIdSchema,
  type PersonId,
  type RoomId,
  type SeatToken,
  type Signal,
} from '@visita/protocol'
import { newId } from '../../platform/random.ts'

const aSignal = (): Signal => ({
  kind: 'hello',
  page: pageIdSchema.parse(newId()),
  from: connectionIdSchema.parse(newId()),
  to: null,
})

interface Room {
  roomId: RoomId
  seatToken: SeatToken
  peers: readonly { id: PersonId }[]
}
/** What can be asked of a room, and what is answered to whoever was in it when it ended. */
export const ROOM_REQUESTS: readonly [ClientEvent, string, (room: Room) => object, string][] = [
  [
    'room:join',
    'to resume',
    ({ roomId, seatToken }) => ({ intent: 'resume', roomId, seatToken }),
    'visit_ended',
  ],
  ['room:join', 'to take over', ({ roomId }) => ({ intent: 'take_over', roomId }), 'visit_ended'],
  ['room:join', 'to return', ({ roomId }) => ({ intent: 'return', roomId }), 'ok'],
  [
    'room:signal',
    'a hello',
    ({ roomId, peers }) => ({ roomId, to: peers[0]?.id, signal: aSignal() }),
    'visit_ended',
  ],
  ['room:relays', 'for relays', ({ roomId }) => ({ roomId }), 'visit_ended'],
  [
    'room:end',
    'with a seat token',
    ({ roomId, seatToken }) => ({ roomId, seatToken, reason: 'ended' }),
    'visit_ended',
  ],
]
/** What is done for all in the room, by doctors mostly, and the code for who is in it and may not; see rooms-of-several.int.test.ts. */
const forDoctors = (doctor: string) => ({ guest: 'forbidden', patient: 'forbidden', doctor })
const ofSomebody = ({ roomId }: Room) => ({ roomId, person: newId() })
/** Where there is no forwarding server: who sits in the room is told so, or that there is nothing to get or to end. */
const forEverybody = (code: string) => ({ guest: code, patient: code, doctor: code })
const ofLine = ({ roomId }: Room) => ({ roomId, of: newId() })
const aCandidate = { candidate: '', sdpMid: null, sdpMLineIndex: 0, usernameFragment: null }
export const FOR_ALL: readonly [
  ClientEvent,
  (room: Room) => object,
  Record<'guest' | 'patient' | 'doctor', string>,
][] = [
  ['room:invitable', ({ roomId }) => ({ roomId }), forDoctors('ok')],
  ['room:invite', ofSomebody, forDoctors('person_gone')],
  ['room:withdraw', ofSomebody, forDoctors('ok')],
  ['room:link', ({ roomId }) => ({ roomId, as: 'interpreter' }), forDoctors('ok')],
  ['room:unlink', ({ roomId }) => ({ roomId, as: 'interpreter' }), forDoctors('ok')],
  ['room:lock', ({ roomId }) => ({ roomId, locked: true }), forDoctors('ok')],
  ['room:show', ({ roomId }) => ({ roomId, picture: null }), forDoctors('ok')],
  [
    'room:consent',
    (room) => ({ ...ofSomebody(room), allowed: true }),
    { guest: 'ring_over', patient: 'ring_over', doctor: 'forbidden' },
  ],
  ['forward:look', ({ roomId }) => ({ roomId }), forEverybody('ok')],
  ['forward:publish', ({ roomId }) => ({ roomId, sdp: '' }), forEverybody('unavailable')],
  ['forward:subscribe', ofLine, forEverybody('peer_absent')],
  ['forward:answer', (room) => ({ ...ofLine(room), sdp: '' }), forEverybody('ok')],
  ['forward:candidate', (room) => ({ ...ofLine(room), candidate: aCandidate }), forEverybody('ok')],
  ['forward:stop', ofLine, forEverybody('ok')],
]
