import {
  personIdSchema,
  ringIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
  type Participant,
  type Person,
  type RingId,
  type RoomId,
  type Seat,
  type SessionReply,
} from '@visita/protocol'

const uuid = (number: number): string => `00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`

export const aRingId = (number = 1): RingId => ringIdSchema.parse(uuid(number))
export const aRoomId = (number = 1): RoomId =>
  roomIdSchema.parse(`room-${number.toString().padStart(20, '0')}`)

export const aPerson = (number: number, change: Partial<Person> = {}): Person => ({
  id: personIdSchema.parse(uuid(number)),
  displayName: `Person number ${number}`,
  availability: 'available',
  ...change,
})

const { availability: _mine, ...self } = aPerson(1)
const { availability: _theirs, ...peer } = aPerson(2)

export const aSeat = (change: Partial<Seat> = {}): Seat => ({
  roomId: aRoomId(),
  visitId: visitIdSchema.parse(uuid(7)),
  seatToken: seatTokenSchema.parse('seat-token-0123456789012'),
  self,
  peer,
  polite: false,
  peerPresent: true,
  elapsed: 0,
  returnWindow: 120_000,
  iceServers: [],
  ...change,
})

/** The answer to whatever asks for or changes the session; `person` null for nobody. */
export const aSessionReply = (person: Participant | null): SessionReply => ({
  session: person === null ? { level: 'none' } : { level: 'guest', self: person },
  clinic: { name: 'A clinic', lobby: 'open', selfSignUp: false, setUp: false },
})
