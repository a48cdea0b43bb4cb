import {
  personIdSchema,
  ringIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
  type Person,
  type Relays,
  type RingId,
  type RoomId,
  type Seat,
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

export const NO_RELAYS: Relays = { servers: [], only: false, life: null }

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
  relays: NO_RELAYS,
  ...change,
})
