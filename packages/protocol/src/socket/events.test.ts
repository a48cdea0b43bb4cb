import { describe, expect, it } from 'vitest'
import { resultOf } from '../errors.ts'
import {
  connectionIdSchema,
  linkTokenSchema,
  pageIdSchema,
  personIdSchema,
  requestIdSchema,
  ringIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
} from '../ids.ts'
import {
  CLIENT_EVENTS,
  SERVER_EVENTS,
  handshakeSchema,
  type ClientEvent,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
  type RoomPeer,
  type Seat,
  type ServerEvent,
} from './events.ts'
import type { Relays } from './relays.ts'
import type { Signal } from './signals.ts'

const uuid = '0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'
const roomId = roomIdSchema.parse('aVeryRandomRoomId_-012')
const ringId = ringIdSchema.parse(uuid)
const requestId = requestIdSchema.parse(uuid)
const from = { id: personIdSchema.parse(uuid), displayName: 'Bernard Rieux' }
const signal: Signal = {
  kind: 'hello',
  page: pageIdSchema.parse(uuid),
  from: connectionIdSchema.parse(uuid),
  to: null,
}
const other = { ...from, displayName: 'Jean Tarrou' }
const peer: RoomPeer = { ...other, place: 1, role: 'patient', presence: 'absent' }
const seat: Seat = {
  roomId,
  visitId: visitIdSchema.parse(uuid),
  seatToken: seatTokenSchema.parse('aVeryRandomSeatToken-012'),
  self: { ...from, place: 0, role: 'doctor' },
  peers: [peer],
  invited: [{ ...other, by: from.id, role: 'interpreter', awaits: [] }],
  locked: false,
  shown: { picture: { person: other.id, role: 'screen' }, by: from.id },
  elapsed: 90_000,
  returnWindow: 120_000,
  relays: {
    servers: [
      { urls: ['stun:192.0.2.1:3478'] },
      { urls: ['turn:192.0.2.1:3478'], username: 'u', credential: 'c' },
    ],
    only: false,
    life: 3_600_000,
  },
}

const NO_RELAYS: Relays = { servers: [], only: false, life: null }

const check = { camera: 'works', microphone: 'fails', speaker: 'untried', line: 'weak' } as const
const asked = { id: requestId, doctor: null, urgent: false, madeAt: 1_000 }

const requests: { [E in ClientEvent]: RequestOf<E>[] } = {
  'lobby:enter': [{}, { ringing: ringId }],
  'ring:start': [{ callee: from.id }],
  'ring:accept': [{ ringId }],
  'ring:decline': [{ ringId }],
  'ring:cancel': [{ ringId }],
  'room:join': [
    { intent: 'resume', roomId, seatToken: seat.seatToken },
    { intent: 'take_over', roomId },
    { intent: 'return', roomId },
  ],
  'room:signal': [{ roomId, to: from.id, signal }],
  'room:relays': [{ roomId }],
  'room:show': [
    { roomId, picture: { person: from.id, role: 'secondCamera' } },
    { roomId, picture: null },
  ],
  'room:lock': [{ roomId, locked: true }],
  'room:link': [{ roomId, as: 'interpreter' }],
  'room:unlink': [{ roomId, as: 'relative' }],
  'forward:look': [{ roomId }],
  'forward:publish': [{ roomId, sdp: 'v=0' }],
  'forward:subscribe': [{ roomId, of: from.id }],
  'forward:answer': [{ roomId, of: from.id, sdp: 'v=0' }],
  'forward:candidate': [
    {
      roomId,
      of: from.id,
      candidate: { candidate: '', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
    },
  ],
  'forward:stop': [{ roomId, of: from.id }],
  'room:invitable': [{ roomId }],
  'room:invite': [{ roomId, person: from.id }],
  'room:withdraw': [{ roomId, person: from.id }],
  'room:consent': [{ roomId, person: from.id, allowed: true }],
  'room:end': [{ roomId, reason: 'ended' }],
  'check:relays': [{}],
  'request:look': [{}],
  'queue:look': [{}],
  'queue:accept': [{ requestId }],
}

const replies: { [E in ClientEvent]: ReplyOf<E>[] } = {
  'lobby:enter': [
    {
      self: { ...from, availability: 'available' },
      people: [{ ...other, availability: 'in_visit' }],
      openVisit: { roomId, peers: [other] },
      incoming: { ringId, from, into: 'visit' },
      outgoing: { ringId, to: other },
    },
    {
      self: { ...from, availability: 'ringing' },
      people: [],
      openVisit: null,
      incoming: null,
      outgoing: null,
    },
  ],
  'ring:start': [
    { outcome: 'ringing', ringId, relays: NO_RELAYS },
    { outcome: 'connected', seat },
  ],
  'ring:accept': [seat],
  'ring:decline': [{}],
  'ring:cancel': [{}],
  'room:join': [seat],
  'room:signal': [{}],
  'room:relays': [seat.relays, NO_RELAYS],
  'room:show': [{}],
  'room:lock': [{}],
  'room:link': [{ token: linkTokenSchema.parse('t'.repeat(43)), expiresAt: 1 }],
  'room:unlink': [{}],
  'forward:look': [{ offered: true, publishing: [from.id] }],
  'forward:publish': [{ sdp: 'v=0' }],
  'forward:subscribe': [{ sdp: 'v=0' }],
  'forward:answer': [{}],
  'forward:candidate': [{}],
  'forward:stop': [{}],
  'room:invitable': [{ people: [other] }],
  'room:invite': [{}],
  'room:withdraw': [{}],
  'room:consent': [{}],
  'room:end': [{}],
  'check:relays': [NO_RELAYS],
  'request:look': [
    { request: null },
    { request: { ...asked, reason: 'follow_up', text: 'It itches.', place: 1, expectedWait: null } },
  ],
  'queue:look': [
    { requests: [{ ...asked, patient: from, presence: 'ready', said: null, check: null }] },
    { requests: [{ ...asked, patient: from, presence: 'away', said: { reason: 'other', text: '' }, check }] },
  ],
  'queue:accept': [{ outcome: 'ringing', ringId, relays: NO_RELAYS }],
}

const payloads: { [E in ServerEvent]: PayloadOf<E> } = {
  'person:changed': { ...from, availability: 'available' },
  'person:left': { id: from.id },
  'ring:incoming': { ringId, from, into: 'call' },
  'ring:accepted': { ringId, seat },
  'ring:over': { ringId, outcome: 'no_answer' },
  'room:peer': { roomId, peer },
  'room:signal': { roomId, from: from.id, signal },
  'room:not_admitted': { outcome: 'no_consent' },
  'room:locked': { roomId, locked: true },
  'room:shown': { roomId, shown: seat.shown },
  'room:left': { roomId, id: from.id },
  'room:invited': { roomId, invited: seat.invited },
  'room:invitation_over': { roomId, person: other, outcome: 'no_consent' },
  'forward:publishing': { roomId, publishing: [from.id] },
  'room:taken_over': { roomId },
  'room:ended': { roomId, reason: 'page_closed', by: null, endedAt: 1 },
  'room:reopened': { roomId },
  'queue:changed': {},
  'request:changed': {},
  'access:changed': {},
  'photos:changed': {},
  refused: { error: 'too_fast' },
}

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('what a page asks', () => {
  const clientEvents = Object.entries(CLIENT_EVENTS)

  it.each(clientEvents)('%s arrives as it was sent', (event, { request }) => {
    for (const sample of Object.entries(requests).find(([name]) => name === event)?.[1] ?? [])
      expect(request.parse(overTheWire(sample))).toEqual(sample)
  })

  it.each(clientEvents)('%s is answered as the server meant it, or with a code', (event, { reply }) => {
    const result = resultOf(reply)
    for (const value of Object.entries(replies).find(([name]) => name === event)?.[1] ?? [])
      expect(result.parse(overTheWire({ ok: true, value }))).toEqual({ ok: true, value })
    expect(result.parse({ ok: false, error: 'person_gone' })).toEqual({ ok: false, error: 'person_gone' })
    expect(result.safeParse({ ok: false, error: 'because' }).success).toBe(false)
    expect(result.safeParse({ ok: true }).success).toBe(false)
    expect(result.safeParse(undefined).success).toBe(false)
  })

  it.each(clientEvents)('%s is refused when it is no object', (_, { request }) => {
    for (const wrong of [undefined, null, 'x', 7, []]) expect(request.safeParse(wrong).success).toBe(false)
  })

  it('[B1] nobody joins with a room id shorter than 128 bits, or of other characters', () => {
    const { request } = CLIENT_EVENTS['room:join']
    for (const wrong of ['a'.repeat(21), 'a'.repeat(65), '../../etc/passwd-0123456', 'a'.repeat(22) + ' '])
      expect(request.safeParse({ intent: 'take_over', roomId: wrong }).success).toBe(false)
  })

  it('nobody resumes without a token', () => {
    expect(CLIENT_EVENTS['room:join'].request.safeParse({ intent: 'resume', roomId }).success).toBe(false)
  })

  it('a visit ends for a known reason only', () => {
    // That a page was closed nobody says of themselves in words, nor of the other.
    for (const reason of ['bored', 'page_closed'])
      expect(CLIENT_EVENTS['room:end'].request.safeParse({ roomId, reason }).success).toBe(false)
  })
})

describe('what the server tells', () => {
  const serverEvents = Object.entries(SERVER_EVENTS)

  it.each(serverEvents)('%s arrives as it was sent', (event, schema) => {
    const sample = Object.entries(payloads).find(([name]) => name === event)?.[1]
    expect(schema.parse(overTheWire(sample))).toEqual(sample)
  })

  it.each(serverEvents)(
    '%s is refused when it is empty, unless it only says "look again"',
    (event, schema) => {
      const says = Object.keys(Object.entries(payloads).find(([name]) => name === event)?.[1] ?? {})
      expect(schema.safeParse({}).success).toBe(says.length === 0)
      expect(schema.safeParse(undefined).success).toBe(false)
    },
  )

  it('[B30] a relay without an address is refused', () => {
    const wrong = { ...seat, relays: { ...seat.relays, servers: [{ urls: [] }] } }
    expect(SERVER_EVENTS['ring:accepted'].safeParse({ ringId, seat: wrong }).success).toBe(false)
  })
})

it('a handshake names the protocol by a whole number', () => {
  expect(handshakeSchema.safeParse({ protocol: 1 }).success).toBe(true)
  for (const wrong of [{}, { protocol: '1' }, { protocol: 1.5 }, null])
    expect(handshakeSchema.safeParse(wrong).success).toBe(false)
})
