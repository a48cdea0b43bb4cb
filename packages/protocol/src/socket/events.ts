import * as z from 'zod/mini'
import { errorCodeSchema } from '../errors.ts'
import {
  linkTokenSchema,
  personIdSchema,
  requestIdSchema,
  ringIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
} from '../ids.ts'
import { ownRequestSchema, queuedRequestSchema } from '../http/requests.ts'
import { videoRoleSchema } from '../channel/control.ts'
import { participantSchema, personSchema, visitRoleSchema } from '../people.ts'
import type { Permission } from '../permissions.ts'
import { companionRoleSchema } from '../roles.ts'
import { FORWARDING_REQUESTS, publishingNewsSchema } from './forwarding.ts'
import { relaysSchema } from './relays.ts'
import { signalSchema } from './signals.ts'

/** The Socket.IO `auth` object. The person comes from the session cookie, never from here. */
export const handshakeSchema = z.object({ protocol: z.int() })

/**
 * Why a ring stopped without a visit (A5). `answered_elsewhere`: another tab of the same person took it.
 * `person_busy`: who was called is in another visit now.
 */
export const ringOutcomeSchema = z.enum([
  'declined',
  'cancelled',
  'no_answer',
  'left',
  'answered_elsewhere',
  'interrupted',
  'person_busy',
])
export type RingOutcome = z.infer<typeof ringOutcomeSchema>

/** To what it rings: a visit of these two, or one that goes on and that others are in already. */
export const ringIntoSchema = z.enum(['call', 'visit'])
export type RingInto = z.infer<typeof ringIntoSchema>

/** How a visit ended (B3). `lost`: neither side came back; `page_closed`: one closed the tab. */
export const endReasonSchema = z.enum(['ended', 'page_closed', 'lost'])
export type EndReason = z.infer<typeof endReasonSchema>

export const peerPresenceSchema = z.enum(['present', 'absent', 'closing'])
export type PeerPresence = z.infer<typeof peerPresenceSchema>

/** Somebody in a room. */
export const attendantSchema = z.extend(participantSchema, {
  /**
   * The order of coming: 0 for the caller, 1 for the callee. Of each two the earlier is impolite in perfect
   * negotiation, makes the first offer, and alone restarts ICE.
   */
  place: z.int().check(z.nonnegative()),
  role: visitRoleSchema,
})
export type Attendant = z.infer<typeof attendantSchema>

/** Somebody else in a room, and whether their page is there. */
export const peerSchema = z.extend(attendantSchema, { presence: peerPresenceSchema })
export type RoomPeer = z.infer<typeof peerSchema>

/** Somebody whom the doctor wants to have in the room, and who is not in it yet. */
export const invitedSchema = z.extend(participantSchema, {
  by: personIdSchema,
  /** As what they would come. */
  role: visitRoleSchema,
  /** Whose yes is waited for; empty while it rings. */
  awaits: z.array(personIdSchema),
})
export type Invited = z.infer<typeof invitedSchema>

/** One of the pictures that somebody in a room sends. */
export const pictureSchema = z.object({ person: personIdSchema, role: videoRoleSchema })
export type Picture = z.infer<typeof pictureSchema>

/** The picture that a doctor in the room shows large to all. */
export const shownSchema = z.object({ picture: pictureSchema, by: personIdSchema })
export type Shown = z.infer<typeof shownSchema>

/** One person's place in a room, as the server hands it out. */
export const seatSchema = z.object({
  roomId: roomIdSchema,
  visitId: visitIdSchema,
  seatToken: seatTokenSchema,
  self: attendantSchema,
  /** Everybody else, in the order of their places. */
  peers: z.array(peerSchema),
  invited: z.array(invitedSchema),
  shown: z.nullable(shownSchema),
  /** Whether nobody else comes in. */
  locked: z.boolean(),
  /** Milliseconds, and not times: the device's clock may be minutes off. */
  elapsed: z.number(),
  /** How long the visit can be returned to after its end, in milliseconds. */
  returnWindow: z.number(),
  relays: relaysSchema,
})
export type Seat = z.infer<typeof seatSchema>

/**
 * Why somebody who was invited did not come. `no_consent`: who had to be asked did not want it; `asked_left`: they
 * left, and nobody can be asked.
 */
export const invitationOutcomeSchema = z.enum([...ringOutcomeSchema.options, 'no_consent', 'asked_left'])
export type InvitationOutcome = z.infer<typeof invitationOutcomeSchema>

const nothing = z.object({})
const ofRing = z.object({ ringId: ringIdSchema })
const ofRoom = z.object({ roomId: roomIdSchema })
const ofInvitation = z.extend(ofRoom, { person: personIdSchema })
/** It rings at the other side. */
const ringing = z.object({
  outcome: z.literal('ringing'),
  ringId: ringIdSchema,
  /** Those of the seat to come, so that the caller looks for its routes while it rings. */
  relays: relaysSchema,
})

interface AskedEvent {
  permission: Permission
  request: z.ZodMiniType
  reply: z.ZodMiniType
}

/** What a page may ask of the server; each request is acknowledged with `resultOf(reply)`. */
export const CLIENT_EVENTS = {
  /** Enter the lobby, and learn what is going on; sent after every (re)connection. */
  'lobby:enter': {
    permission: 'lobby.enter',
    /** `ringing`: the ring that this page made and goes on making, after its line was cut. */
    request: z.object({ ringing: z.exactOptional(ringIdSchema) }),
    reply: z.object({
      self: personSchema,
      people: z.array(personSchema),
      /** A visit of this person that goes on, perhaps in another tab; `roomId` lets this tab take it over. */
      openVisit: z.nullable(z.extend(ofRoom, { peers: z.array(participantSchema) })),
      /** Rings at this moment, so that a page whose socket was away can tell what became of its own. */
      incoming: z.nullable(z.extend(ofRing, { from: participantSchema, into: ringIntoSchema })),
      outgoing: z.nullable(z.extend(ofRing, { to: participantSchema })),
    }),
  },
  /** Ring somebody. Where they are ringing us at this moment, both are put through at once. */
  'ring:start': {
    permission: 'ring.make',
    request: z.object({ callee: personIdSchema }),
    reply: z.discriminatedUnion('outcome', [
      ringing,
      z.object({ outcome: z.literal('connected'), seat: seatSchema }),
    ]),
  },
  'ring:accept': { permission: 'ring.answer', request: ofRing, reply: seatSchema },
  'ring:decline': { permission: 'ring.answer', request: ofRing, reply: nothing },
  'ring:cancel': { permission: 'ring.answer', request: ofRing, reply: nothing },
  /**
   * Take one's place in a room. `resume` shows the token of a seat that this page holds already; `take_over`
   * moves the seat here from another tab, or claims an empty one; `return` reopens a visit that ended.
   */
  'room:join': {
    permission: 'room.enter',
    request: z.discriminatedUnion('intent', [
      z.extend(ofRoom, { intent: z.literal('resume'), seatToken: seatTokenSchema }),
      z.extend(ofRoom, { intent: z.literal('take_over') }),
      z.extend(ofRoom, { intent: z.literal('return') }),
    ]),
    reply: seatSchema,
  },
  /** To one person in the room. Acknowledged when their page has it, refused as `peer_absent` when it cannot now. */
  'room:signal': {
    permission: 'room.signal',
    request: z.extend(ofRoom, { to: personIdSchema, signal: signalSchema }),
    reply: nothing,
  },
  /** Credentials for the relays, before those of the seat run out. */
  'room:relays': { permission: 'room.signal', request: ofRoom, reply: relaysSchema },
  /** Show one picture large to all, or let everybody choose again. */
  'room:show': {
    permission: 'room.show',
    request: z.extend(ofRoom, { picture: z.nullable(pictureSchema) }),
    reply: nothing,
  },
  /** Nobody else comes in, until it is unlocked; whoever is in the room can still come back to their seat. */
  'room:lock': {
    permission: 'room.lock',
    request: z.extend(ofRoom, { locked: z.boolean() }),
    reply: nothing,
  },
  /** A link with which one interpreter or relative comes to the door of this room, once; the earlier one is void. */
  'room:link': {
    permission: 'room.invite',
    request: z.extend(ofRoom, { as: companionRoleSchema }),
    reply: z.object({ token: linkTokenSchema, expiresAt: z.number() }),
  },
  'room:unlink': {
    permission: 'room.invite',
    request: z.extend(ofRoom, { as: companionRoleSchema }),
    reply: nothing,
  },
  'forward:look': { permission: 'room.signal', ...FORWARDING_REQUESTS.look },
  'forward:publish': { permission: 'room.signal', ...FORWARDING_REQUESTS.publish },
  'forward:subscribe': { permission: 'room.signal', ...FORWARDING_REQUESTS.subscribe },
  'forward:answer': { permission: 'room.signal', ...FORWARDING_REQUESTS.answer },
  'forward:candidate': { permission: 'room.signal', ...FORWARDING_REQUESTS.candidate },
  'forward:stop': { permission: 'room.signal', ...FORWARDING_REQUESTS.stop },
  /** Whom the doctor can invite into this room at this moment. */
  'room:invitable': {
    permission: 'room.invite',
    request: ofRoom,
    reply: z.object({ people: z.array(participantSchema) }),
  },
  /** First the patient is asked, then it rings at who is invited. */
  'room:invite': { permission: 'room.invite', request: ofInvitation, reply: nothing },
  'room:withdraw': { permission: 'room.invite', request: ofInvitation, reply: nothing },
  'room:consent': {
    permission: 'room.consent',
    request: z.extend(ofInvitation, { allowed: z.boolean() }),
    reply: nothing,
  },
  /**
   * End the visit, or leave it: where more than two are in it, only the doctor who opened it ends it for all, and
   * nobody does by being lost. A page that lost its seat with its socket shows the token of it. `by` names the other person
   * where they ended it and this page heard so directly. That a page was closed is for the server to say, and that
   * the other one is lost is not believed while they are there.
   */
  'room:end': {
    permission: 'room.end',
    request: z.extend(ofRoom, {
      reason: z.enum(['ended', 'lost']),
      seatToken: z.exactOptional(seatTokenSchema),
      by: z.exactOptional(personIdSchema),
    }),
    reply: nothing,
  },
  /** The relays, for a look at one's own line before there is a visit. */
  'check:relays': { permission: 'call.check', request: nothing, reply: relaysSchema },
  /** One's own request for a visit, with its place in the queue. */
  'request:look': {
    permission: 'request.see_own',
    request: nothing,
    reply: z.object({ request: z.nullable(ownRequestSchema) }),
  },
  /** Those who wait, the urgent first. */
  'queue:look': {
    permission: 'request.see_queue',
    request: nothing,
    reply: z.object({ requests: z.array(queuedRequestSchema) }),
  },
  /**
   * Ring somebody who asked for a visit; the request is closed when they answer, and keeps its place when they do
   * not. Of two who accept at once one rings, and the other is refused as `person_busy`.
   */
  'queue:accept': {
    permission: 'request.accept',
    request: z.object({ requestId: requestIdSchema }),
    reply: ringing,
  },
} as const satisfies Record<string, AskedEvent>
export type ClientEvent = keyof typeof CLIENT_EVENTS
export type RequestOf<E extends ClientEvent> = z.infer<(typeof CLIENT_EVENTS)[E]['request']>
export type ReplyOf<E extends ClientEvent> = z.infer<(typeof CLIENT_EVENTS)[E]['reply']>

/** What the server tells a page. Only `room:signal` is acknowledged. */
export const SERVER_EVENTS = {
  'person:changed': personSchema,
  'person:left': z.object({ id: personIdSchema }),
  'ring:incoming': z.extend(ofRing, { from: participantSchema, into: ringIntoSchema }),
  'ring:accepted': z.extend(ofRing, { seat: seatSchema }),
  'ring:over': z.extend(ofRing, { outcome: ringOutcomeSchema }),
  /** Somebody came, came back, or is away. */
  'room:peer': z.extend(ofRoom, { peer: peerSchema }),
  'room:signal': z.extend(ofRoom, { from: personIdSchema, signal: signalSchema }),
  /** Somebody left, and the visit goes on. */
  'room:left': z.extend(ofRoom, { id: personIdSchema }),
  'room:locked': z.extend(ofRoom, { locked: z.boolean() }),
  'room:shown': z.extend(ofRoom, { shown: z.nullable(shownSchema) }),
  /** Of those who wait at the door: nobody lets them in. */
  'room:not_admitted': z.object({ outcome: invitationOutcomeSchema }),
  /** All who are invited now. */
  'room:invited': z.extend(ofRoom, { invited: z.array(invitedSchema) }),
  'room:invitation_over': z.extend(ofRoom, {
    person: participantSchema,
    outcome: invitationOutcomeSchema,
  }),
  /** Somebody began or ceased to send by the forwarding server. */
  'forward:publishing': publishingNewsSchema,
  'room:taken_over': ofRoom,
  'room:ended': z.extend(ofRoom, {
    reason: endReasonSchema,
    by: z.nullable(personIdSchema),
    endedAt: z.number(),
  }),
  /** The other person came back to an ended visit within the return window. */
  'room:reopened': ofRoom,
  /** Look again: a request came, went or changed its place. Says nothing itself, so it can go to everybody. */
  'queue:changed': nothing,
  'request:changed': nothing,
  /** Look again: an access against the rule that concerns this person was opened, given back or judged. */
  'access:changed': nothing,
  /** Of a patient whom one treats, or of oneself, there is a new photograph, or something was done with one. */
  'photos:changed': nothing,
  /** Something this page sent was refused outside an acknowledgement; the socket may close next. */
  refused: z.object({ error: errorCodeSchema }),
} as const
export type ServerEvent = keyof typeof SERVER_EVENTS
export type PayloadOf<E extends ServerEvent> = z.infer<(typeof SERVER_EVENTS)[E]>
