import {
  type CompanionRole,
  LIMITS,
  type LinkToken,
  type ReplyOf,
  type RoomLink as RoomLinkShown,
  type InvitationOutcome,
  type Participant,
  type Person,
  type PersonId,
  type RequestOf,
  type RingId,
  type RingOutcome,
  type RoomId,
  type Seat,
} from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Attendee, Visits } from '../visits/index.ts'
import { attendeeOf } from './attendee.ts'
import type { RoomLinks } from './room-links.ts'
import type { Invitation, Room } from './room.ts'
import type { Rooms } from './rooms.ts'

interface InvitationsNeeds {
  rooms: Rooms
  visits: Visits
  /** The other doctors who are here. */
  colleaguesOf: (id: PersonId) => readonly Person[]
  find: (id: PersonId) => Person | null
  links: RoomLinks
  pagesOf: (id: PersonId) => readonly Connection[]
  ring: (how: {
    from: Participant
    callee: Person | null
    admit: (callee: Connection) => Promise<Seat>
    onOver: (outcome: RingOutcome) => void
  }) => RingId
  stopRinging: (id: RingId) => void
  /** How long who invites may be away, in milliseconds. */
  graceMs: number
}

/**
 * Who is brought into a visit that goes on (B26). The doctor who opened it invites; everybody in the room who is no
 * doctor is asked, and until all of them have said yes nobody is rung. The question stays until it is answered or taken back.
 */
export class Invitations {
  readonly #needs: InvitationsNeeds

  constructor(needs: InvitationsNeeds) {
    this.#needs = needs
  }

  async invitable(page: Connection, roomId: RoomId): Promise<Participant[]> {
    const room = await this.#hostedBy(page, roomId)
    return this.#candidates(page, room).map(({ id, displayName }) => ({ id, displayName }))
  }

  async invite(page: Connection, { roomId, person }: RequestOf<'room:invite'>): Promise<void> {
    const room = await this.#hostedBy(page, roomId)
    if (room.seatOf(person) ?? room.invitations.has(person)) return
    requireSpace(room)
    const candidate = this.#candidates(page, room).find(({ id }) => id === person)
    if (candidate === undefined) throw new Refusal('person_gone')
    const before = room.gone.find((one) => one.person.id === person)
    const { id, displayName } = candidate
    await this.#ask(room, page.person, { person: { id, displayName }, role: before?.role ?? 'doctor' })
  }

  /** Whoever has come with a link waits at the door until all have said yes, and is rung then. */
  async knock({ person }: Connection): Promise<void> {
    const door = this.#needs.links.doorOf(person.id)
    if (door === null || door.room.invitations.has(person.id)) return
    try {
      requireSpace(door.room)
      await this.#ask(door.room, door.by, { person, role: door.as })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      this.#turnAway(person.id, 'interrupted')
    }
  }

  async #ask(room: Room, by: Participant, { person: invited, role }: Attendee): Promise<void> {
    const person = invited.id
    const others = room.seats.filter(({ attendee }) => isAsked(attendee))
    const asked = others.map((seat) => seat.person.id)
    const invitation: Invitation = {
      person: invited,
      role,
      by,
      asked: new Set(asked),
      awaits: new Set(asked),
      state: { at: 'asking' },
      away: null,
    }
    room.invitations.set(person, invitation)
    try {
      await this.#needs.visits.noteInvited(room.visit.id, by.id, person)
    } catch (error) {
      this.#forget(room, invitation)
      throw error
    }
    // Whoever the visit belongs to has left, and cannot be asked any more: that is no yes.
    const unasked = room.gone.some((one) => isAsked(one) && one.person.id !== person)
    if (unasked) return this.#end(room, invitation, 'asked_left')
    if (this.#isOpen(room, invitation)) this.#goOn(room, invitation)
  }

  async withdraw(page: Connection, { roomId, person }: RequestOf<'room:withdraw'>): Promise<void> {
    const room = await this.#hostedBy(page, roomId)
    const invitation = room.invitations.get(person)
    if (invitation) this.#end(room, invitation, 'cancelled')
  }

  async consent(page: Connection, { roomId, person, allowed }: RequestOf<'room:consent'>): Promise<void> {
    const room = await this.#needs.rooms.seatedIn(page, roomId)
    const invitation = room.invitations.get(person)
    // A yes is said once; a no still counts after it, until they are in.
    const mayAnswer = allowed ? invitation?.awaits : invitation?.asked
    if (!invitation || !mayAnswer?.has(page.person.id)) throw new Refusal('ring_over')
    await this.#needs.visits.noteConsent(room.visit.id, page.person.id, { person, allowed })
    if (!this.#isOpen(room, invitation)) throw new Refusal('ring_over')
    if (!allowed) return this.#end(room, invitation, 'no_consent')
    invitation.awaits.delete(page.person.id)
    this.#goOn(room, invitation)
  }

  /** Whoever is invited then comes in no more. */
  async lock(page: Connection, { roomId, locked }: RequestOf<'room:lock'>): Promise<void> {
    const room = await this.#hostedBy(page, roomId)
    if (room.isLocked === locked) return
    await this.#needs.visits.lock(room.visit.id, page.person.id, locked)
    room.lock(locked)
    if (locked) this.ended(room)
  }

  /** The token is told this once. */
  async link(page: Connection, { roomId, as }: RequestOf<'room:link'>): Promise<ReplyOf<'room:link'>> {
    const room = await this.#hostedBy(page, roomId)
    requireSpace(room)
    await this.#needs.visits.noteLink(room.visit.id, attendeeOf(page), { event: 'visit.link_made', as })
    return this.#needs.links.make(room, page.person, as)
  }

  async unlink(page: Connection, { roomId, as }: RequestOf<'room:unlink'>): Promise<void> {
    const room = await this.#hostedBy(page, roomId)
    if (!this.#needs.links.withdraw(room, as)) return
    await this.#needs.visits.noteLink(room.visit.id, attendeeOf(page), { event: 'visit.link_withdrawn', as })
  }

  /** For what a link is. Refused as `link_used`. */
  lookAtLink(token: LinkToken): RoomLinkShown {
    const { as, by } = this.#needs.links.look(token)
    return { as, by: by.displayName }
  }

  /** Uses it up; whoever has used it `comes`. */
  useLink(token: LinkToken): { as: CompanionRole; comes: (person: Participant) => Promise<void> } {
    const link = this.#needs.links.use(token)
    const { room, as } = link
    const comes = async (person: Participant): Promise<void> => {
      await this.#needs.visits.noteLink(room.visit.id, { person, role: as }, { event: 'visit.link_used', as })
      this.#needs.links.comes(person.id, link)
    }
    return { as, comes }
  }

  /** Whoever left cannot be asked any more: that is no yes. */
  left(room: Room, id: PersonId): void {
    for (const invitation of room.invitations.values()) {
      if (invitation.awaits.has(id)) this.#end(room, invitation, 'asked_left')
    }
  }

  /** Nobody is rung for long by a page that is not there. */
  away(room: Room, id: PersonId): void {
    for (const invitation of room.invitations.values()) {
      if (invitation.by.id !== id) continue
      const isGone = (): boolean => (room.seatOf(id)?.page ?? null) === null
      clearTimeout(invitation.away ?? undefined)
      invitation.away = setTimeout(() => {
        if (isGone()) this.#end(room, invitation, 'cancelled')
      }, this.#needs.graceMs)
    }
  }

  ended(room: Room): void {
    for (const person of this.#needs.links.close(room)) this.#turnAway(person, 'cancelled')
    for (const invitation of room.invitations.values()) this.#end(room, invitation, 'cancelled')
  }

  /** Rings once nobody is waited for. */
  #goOn(room: Room, invitation: Invitation): void {
    const { person, by, awaits, state } = invitation
    if (awaits.size === 0 && state.at === 'asking') {
      const callee = this.#needs.find(person.id)
      if (callee?.availability !== 'available')
        return this.#end(room, invitation, callee === null ? 'left' : 'person_busy')
      const ringId = this.#needs.ring({
        from: by,
        callee,
        admit: (page) => this.#admit(room, invitation, page),
        onOver: (outcome) => this.#end(room, invitation, outcome),
      })
      invitation.state = { at: 'ringing', ringId }
    }
    room.announceInvited()
  }

  async #admit(room: Room, invitation: Invitation, page: Connection): Promise<Seat> {
    const { rooms } = this.#needs
    if (!this.#isOpen(room, invitation)) throw new Refusal('ring_over')
    const seat = await rooms.admit(room, page, () => this.#isOpen(room, invitation))
    this.#forget(room, invitation)
    this.#needs.links.leavesTheDoor(page.person.id)
    room.announceInvited()
    return { ...seat, invited: room.invited }
  }

  #end(room: Room, invitation: Invitation, outcome: InvitationOutcome): void {
    if (!this.#isOpen(room, invitation)) return
    this.#forget(room, invitation)
    room.announceInvited()
    const { person, by } = invitation
    if (this.#needs.links.doorOf(person.id) !== null) this.#turnAway(person.id, outcome)
    room.seatOf(by.id)?.page?.send('room:invitation_over', { roomId: room.roomId, person, outcome })
  }

  #forget(room: Room, { person, state, away }: Invitation): void {
    room.invitations.delete(person.id)
    clearTimeout(away ?? undefined)
    if (state.at === 'ringing') this.#needs.stopRinging(state.ringId)
  }

  /** Nobody lets them in: they are told, and need another link. */
  #turnAway(person: PersonId, outcome: InvitationOutcome): void {
    this.#needs.links.leavesTheDoor(person)
    for (const page of this.#needs.pagesOf(person)) page.send('room:not_admitted', { outcome })
  }

  #isOpen(room: Room, invitation: Invitation): boolean {
    return room.invitations.get(invitation.person.id) === invitation
  }

  /** Colleagues, and those who were in this visit before. */
  #candidates(page: Connection, room: Room): Person[] {
    const before = room.gone.flatMap(({ person }) => this.#needs.find(person.id) ?? [])
    const people = new Map(
      [...this.#needs.colleaguesOf(page.person.id), ...before].map((person) => [person.id, person]),
    )
    return Array.from(people.values()).filter(
      ({ id, availability }) => availability === 'available' && room.seatOf(id) === null,
    )
  }

  /** For what only the doctor who opened the visit does. */
  async #hostedBy(page: Connection, roomId: RoomId): Promise<Room> {
    const room = await this.#needs.rooms.seatedIn(page, roomId)
    if (room.seatOf(page.person.id)?.isHost) return room
    throw Refusal.denied('forbidden', {
      permission: 'room.invite',
      relation: 'related',
      subject: null,
      object: room.visit.id,
    })
  }
}

/** Whose visit it is: those who came for them speak for nobody. */
const isAsked = ({ role }: Pick<Attendee, 'role'>): boolean => role === 'patient' || role === 'guest'

function requireSpace(room: Room): void {
  if (room.isLocked) throw new Refusal('room_locked')
  if (room.seats.length + room.invitations.size >= LIMITS.peopleInRoom) throw new Refusal('room_full')
}
