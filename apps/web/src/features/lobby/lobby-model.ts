import { Emitter, Store, type Readable } from '@visita/call'
import type {
  InvitationOutcome,
  Relays,
  Participant,
  Person,
  ReplyOf,
  RingId,
  RingInto,
  RingOutcome,
  RoomId,
  Seat,
} from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

/** `outgoing` has no id until the server has answered; cancelling before that is remembered. */
type RingState =
  | { status: 'none' }
  | { status: 'outgoing'; to: Participant; ringId: RingId | null; relays: Relays | null }
  | { status: 'incoming'; from: Participant; ringId: RingId; into: RingInto }
  | { status: 'answering'; from: Participant; ringId: RingId }

type Ringing = Extract<ReplyOf<'ring:start'>, { outcome: 'ringing' }>

/** What became of the last ring, for the one sentence that says so. */
interface RingNotice {
  side: 'caller' | 'callee'
  what: RingOutcome | RefusalCode
  name: string
}

export interface LobbyState {
  self: Person | null
  /** Everybody else, by name. */
  others: readonly Person[]
  ring: RingState
  notice: RingNotice | null
  /** A visit of this person that goes on and is not in this tab. */
  openVisit: { roomId: RoomId; peers: readonly Participant[] } | null
  /** Why nobody lets this person into the visit at whose door they wait. */
  notAdmitted: InvitationOutcome | null
}

export interface LobbyEvents {
  /** A call was accepted: this tab has a seat in a room. */
  seat: Seat
  /** The other person of an ended visit came back to it. */
  reopened: RoomId
}

const EMPTY: LobbyState = {
  self: null,
  others: [],
  ring: { status: 'none' },
  notice: null,
  openVisit: null,
  notAdmitted: null,
}

/** Who is here, and ringing (A4, A5). Lives as long as the socket, because a call can come in on any page. */
export class LobbyModel extends Emitter<LobbyEvents> {
  readonly #state = new Store<LobbyState>(EMPTY)
  readonly #socket: ServerSocket
  /** The latest call; its answer may come when it was cancelled long ago. */
  #attempt = { cancelled: false }
  /** The calls that the server has not answered yet, each begun after the one before it. */
  #calling: Promise<void> | null = null
  /** The ring that this page answered last. */
  #answered: { ringId: RingId; roomId: RoomId; from: Participant; takenBack: boolean } | null = null
  /** Counts what this person did about rings: a list asked for before knows nothing of it. */
  #acts = 0

  constructor(socket: ServerSocket) {
    super()
    this.#socket = socket
    socket.on('person:changed', (person) => this.#putPerson(person))
    socket.on('person:left', ({ id }) =>
      this.#state.update((state) => ({ ...state, others: state.others.filter((other) => other.id !== id) })),
    )
    socket.on('ring:incoming', ({ ringId, from, into }) =>
      this.#patch({ ring: { status: 'incoming', ringId, from, into }, notice: null }),
    )
    socket.on('ring:accepted', ({ ringId, seat }) => {
      if (this.#isOutgoing(ringId)) this.#sit(seat)
      else void this.#standUp(seat)
    })
    socket.on('ring:over', ({ ringId, outcome }) => this.#ringOver(ringId, outcome))
    socket.on('room:not_admitted', ({ outcome }) => this.#patch({ notAdmitted: outcome }))
    socket.on('room:reopened', ({ roomId }) => this.emit('reopened', roomId))
  }

  get state(): Readable<LobbyState> {
    return this.#state
  }

  /** Asks who is here; called after every (re)connection, so what changed meanwhile is caught up. */
  async enter(): Promise<ReplyOf<'lobby:enter'>> {
    const { ring: own } = this.#state.get()
    const ringing = own.status === 'outgoing' ? own.ringId : null
    const acts = this.#acts
    const reply = await this.#socket.request('lobby:enter', ringing === null ? {} : { ringing })
    const { self, people, openVisit } = reply
    const { ring: before, notice, notAdmitted } = this.#state.get()
    const isStale = acts !== this.#acts
    const ring = isStale || hasOwnAnswer(before) ? before : ringOf(before, reply)
    const lostRing = before.status !== 'none' && ring.status === 'none'
    this.#state.set({
      self,
      others: sorted(people.filter((person) => person.id !== self.id)),
      ring,
      // Where it became a visit, that is offered.
      notice: lostRing && openVisit === null ? noticeOf(before, 'interrupted') : notice,
      openVisit,
      notAdmitted,
    })
    // Somebody may ring of whom this page was told by this list alone.
    return isStale && reply.incoming ? this.enter() : reply
  }

  /** Nobody is here any more as far as this page knows, and whoever uses it next learns no names. */
  leave(): void {
    this.#attempt.cancelled = true
    this.#answered = null
    this.#state.set(EMPTY)
  }

  /** `start` is another way to begin it than from the list of the people here. */
  async call(
    to: Participant,
    start = (): Promise<ReplyOf<'ring:start'>> => this.#socket.request('ring:start', { callee: to.id }),
  ): Promise<void> {
    const { ring: present } = this.#state.get()
    // Pressed in the moment in which their ring came in: that is an answer.
    if (present.status === 'incoming' && present.from.id === to.id) return this.accept()
    if (present.status !== 'none') return
    this.#acts += 1
    // One before it, to whose answer somebody else's ring came in between, is given up.
    this.#attempt.cancelled = true
    const attempt = { cancelled: false }
    this.#attempt = attempt
    this.#patch({ ring: { status: 'outgoing', to, ringId: null, relays: null }, notice: null })
    const tryIt = (): Promise<void> => this.#try(to, attempt, start)
    // One's own call of a moment ago would be the other call in which one is already.
    const calling = this.#calling?.then(tryIt) ?? tryIt()
    this.#calling = calling
    await calling
    if (this.#calling === calling) this.#calling = null
  }

  async #try(
    to: Participant,
    attempt: { cancelled: boolean },
    start: () => Promise<ReplyOf<'ring:start'>>,
  ): Promise<void> {
    if (attempt.cancelled) return
    try {
      const reply = await start()
      if (reply.outcome === 'ringing') this.#ringing(to, reply, attempt)
      else if (attempt.cancelled) await this.#standUp(reply.seat)
      else this.#sit(reply.seat)
    } catch (error) {
      // Somebody else's ring may have come meanwhile, and is not this attempt's to end.
      const { ring } = this.#state.get()
      if (attempt.cancelled || ring.status !== 'outgoing') return
      this.#stopRinging({ side: 'caller', what: refusalCodeOf(error), name: to.displayName })
    }
  }

  cancel(): void {
    const { ring } = this.#state.get()
    if (ring.status !== 'outgoing') return
    this.#acts += 1
    this.#attempt.cancelled = true
    this.#stopRinging(noticeOf(ring, 'cancelled'))
    if (ring.ringId) this.#tell('ring:cancel', ring.ringId)
  }

  async accept(): Promise<void> {
    const { ring } = this.#state.get()
    if (ring.status !== 'incoming') return
    this.#acts += 1
    this.#patch({ ring: { ...ring, status: 'answering' } })
    try {
      const seat = await this.#socket.request('ring:accept', { ringId: ring.ringId })
      this.#answered = { ringId: ring.ringId, roomId: seat.roomId, from: ring.from, takenBack: false }
      this.#sit(seat)
    } catch (error) {
      // Over already, for a reason that says more than the refusal.
      if (this.#state.get().ring.status !== 'answering') return
      this.#stopRinging({ side: 'callee', what: refusalCodeOf(error), name: ring.from.displayName })
    }
  }

  decline(): void {
    const { ring } = this.#state.get()
    if (ring.status !== 'incoming') return
    this.#acts += 1
    this.#stopRinging(noticeOf(ring, 'declined'))
    this.#tell('ring:decline', ring.ringId)
  }

  dismissNotice(): void {
    this.#patch({ notice: null })
  }

  #ringing(to: Participant, { ringId, relays }: Ringing, attempt: { cancelled: boolean }): void {
    const goesOn = !attempt.cancelled && this.#state.get().ring.status === 'outgoing'
    if (goesOn) this.#patch({ ring: { status: 'outgoing', to, ringId, relays } })
    else this.#tell('ring:cancel', ringId)
  }

  #sit(seat: Seat): void {
    // First, so that whoever watches the ring knows that it did not end for nothing.
    this.emit('seat', seat)
    this.#patch({ ring: { status: 'none' }, notice: null, openVisit: null })
  }

  /** Accepted in the moment of cancelling: the other person must not wait in a room to which nobody comes. */
  async #standUp({ roomId }: Seat): Promise<void> {
    await this.#socket.request('room:end', { roomId, reason: 'ended' }).catch(() => undefined)
  }

  /** Whether who called stopped calling in the moment of the answer, so that nobody met in this room. */
  wasTakenBack(roomId: RoomId): boolean {
    return this.#answered?.roomId === roomId && this.#answered.takenBack
  }

  #ringOver(ringId: RingId, outcome: RingOutcome): void {
    const { ring } = this.#state.get()
    if (this.#answered?.ringId === ringId && outcome === 'cancelled') {
      this.#answered.takenBack = true
      this.#patch({ notice: { side: 'callee', what: outcome, name: this.#answered.from.displayName } })
    }
    if (ring.status === 'none' || ring.ringId !== ringId) return
    this.#stopRinging(noticeOf(ring, outcome))
  }

  #stopRinging(notice: RingNotice): void {
    this.#patch({ ring: { status: 'none' }, notice })
    // What `#putPerson` left for later.
    if (this.#state.get().self?.availability === 'in_visit') void this.enter().catch(() => undefined)
  }

  #isOutgoing(ringId: RingId): boolean {
    const { ring } = this.#state.get()
    return ring.status === 'outgoing' && ring.ringId === ringId
  }

  /* Whether it was heard or not, the ring also ends on the other side by its own time-out. */
  #tell(event: 'ring:cancel' | 'ring:decline', ringId: RingId): void {
    void this.#socket.request(event, { ringId }).catch(() => undefined)
  }

  #putPerson(person: Person): void {
    const { self, ring } = this.#state.get()
    // Most likely the visit of this very ring, whose seat is on its way: no time for other questions.
    const hasOwnNews = ring.status === 'outgoing' || ring.status === 'answering'
    const visitChanged =
      person.id === self?.id && (person.availability === 'in_visit') !== (self.availability === 'in_visit')
    // This person's visit began or ended in another tab.
    if (visitChanged && !hasOwnNews) void this.enter().catch(() => undefined)
    this.#state.update((state) => {
      if (person.id === state.self?.id) return { ...state, self: person }
      const others = state.others.filter((other) => other.id !== person.id)
      return { ...state, others: sorted([...others, person]) }
    })
  }

  #patch(change: Partial<LobbyState>): void {
    this.#state.update((state) => ({ ...state, ...change }))
  }
}

const sorted = (people: Person[]): Person[] =>
  people.toSorted((a, b) => a.displayName.localeCompare(b.displayName))

/** What the server will say to it decides, and no list. */
const hasOwnAnswer = (ring: RingState): boolean =>
  ring.status === 'answering' || (ring.status === 'outgoing' && ring.ringId === null)

/** The ring of this tab as it is by the list: what another tab rings is not this one's. */
function ringOf(before: RingState, { incoming, outgoing }: ReplyOf<'lobby:enter'>): RingState {
  if (incoming) return { status: 'incoming', ...incoming }
  const isOwn = before.status === 'outgoing' && before.ringId === outgoing?.ringId
  return isOwn ? before : { status: 'none' }
}

function noticeOf(ring: Exclude<RingState, { status: 'none' }>, what: RingOutcome): RingNotice {
  return ring.status === 'outgoing'
    ? { side: 'caller', what, name: ring.to.displayName }
    : { side: 'callee', what, name: ring.from.displayName }
}
