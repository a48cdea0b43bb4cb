import {
  personIdSchema,
  ringIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
  type Participant,
  type Person,
  type Relays,
  type RingId,
  type RoomId,
  type RoomPeer,
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

export const asParticipant = ({ id, displayName }: Person): Participant => ({ id, displayName })

/** The other one of two, who was called. */
export const aPeer = (change: Partial<RoomPeer> = {}): RoomPeer => ({
  ...asParticipant(aPerson(2)),
  place: 1,
  role: 'guest',
  presence: 'present',
  ...change,
})

export const NO_RELAYS: Relays = { servers: [], only: false, life: null }

export const aSeat = (change: Partial<Seat> = {}): Seat => ({
  roomId: aRoomId(),
  visitId: visitIdSchema.parse(uuid(7)),
  seatToken: seatTokenSchema.parse('seat-token-0123456789012'),
  self: { ...asParticipant(aPerson(1)), place: 0, role: 'guest' },
  peers: [aPeer()],
  invited: [],
  shown: null,
  locked: false,
  elapsed: 0,
  returnWindow: 120_000,
  relays: NO_RELAYS,
  ...change,
})

export const aSeatAsCalled = (): Seat =>
  aSeat({ self: { ...aSeat().self, place: 1 }, peers: [aPeer({ place: 0 })] })
