import {
  Chat,
  Emitter,
  onNetworkNews,
  Scope,
  Store,
  type Devices,
  type Forwarding,
  type LocalMedia,
  type OpenConnection,
  type Readable,
  type RelayRanking,
} from '@visita/call'
import { messageIdSchema, pageIdSchema, type PersonId, type RoomPeer, type Seat } from '@visita/protocol'
import { v4, v7 } from 'uuid'
import { api } from '../../platform/api.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import { seatMemory } from '../../platform/seat-memory.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { Companion } from './companion.ts'
import { Invitations } from './invitations.ts'
import { keptLines } from './kept-lines.ts'
import { LineCheck } from './line-check.ts'
import { LineWriter } from './line-writer.ts'
import { Pictures } from './pictures.ts'
import { isCompanion, isHost } from './places.ts'
import { RecordKeeper } from './record-keeper.ts'
import type { Ending, VisitEnd, VisitEvents } from './visit-events.ts'
import { openForwarding } from './visit-forwarding.ts'
import { UNSEATED } from './visit-signalling.ts'
import type { VisitWork } from './visit-work.ts'
import { WorkOpener } from './work-opener.ts'

export interface VisitOptions {
  seat: Seat
  socket: ServerSocket
  media: LocalMedia
  devices: Devices
  ranking: RelayRanking
  /** A connection made while it rang; the call closes it. */
  prepared?: OpenConnection | null
}

/**
 * Without picture and without the server's word of the other side for this long, in milliseconds, the visit is lost:
 * a laptop may be shut for a minute. The server waits as long for an empty room (`lostSeconds`).
 */
const GIVE_UP_AFTER = 120_000
const RESUME_AGAIN = 2_000

/** One visit as this tab lives through it: the call and what happens in it, and the keeping of both. */
export class VisitModel extends Emitter<VisitEvents> {
  readonly seat: Seat
  /** Epoch milliseconds by this device's clock. */
  readonly startedAt: number
  readonly media: LocalMedia
  readonly devices: Devices
  readonly chat = new Chat()
  readonly invitations: Invitations
  readonly pictures: Pictures
  readonly keeper = new RecordKeeper()
  readonly #work: WorkOpener
  /** Everybody else, never nobody. */
  readonly #companions: Store<readonly [Companion, ...Companion[]]>
  readonly #socket: ServerSocket
  readonly #ranking: RelayRanking
  readonly #lineCheck: LineCheck
  readonly #forwarding: Forwarding
  readonly #scope = new Scope()
  readonly #names = new Map<PersonId, string>()
  #giveUp: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor({ seat, socket, media, devices, ranking, prepared = null }: VisitOptions) {
    super()
    this.seat = seat
    this.startedAt = Date.now() - seat.elapsed
    this.media = media
    this.devices = devices
    this.#socket = socket
    this.#ranking = ranking
    this.#lineCheck = new LineCheck(socket, seat)
    this.invitations = new Invitations(socket, seat)
    this.pictures = new Pictures(socket, seat)
    this.#work = new WorkOpener((work) => this.#makeWork(work))
    this.#forwarding = openForwarding(this, socket, () => this.#companions.get()[0].routing)
    const [first, ...others] = seat.peers
    if (first === undefined) throw new Error('nobody is alone in a visit')
    this.#companions = new Store<readonly [Companion, ...Companion[]]>([
      this.#meet(first, prepared),
      ...others.map((person) => this.#meet(person)),
    ])
    seatMemory.write(seat)
    this.#listen()
    this.#keepWritten()
    this.#watchForLoss()
    this.#scope.add(() => clearTimeout(this.#retry))
    this.#scope.add(() => this.#close())
  }

  /** Of somebody who is or was in the visit; they are named also when they have left. */
  readonly nameOf = (id: PersonId): string => this.#names.get(id) ?? ''

  /** Everybody else, in the order of coming. */
  get companions(): Readable<readonly [Companion, ...Companion[]]> {
    return this.#companions
  }

  /** Whether it is over for all when this person ends it, and not only for them. */
  get endsForAll(): boolean {
    return this.#companions.get().length === 1 || isHost(this.seat.self)
  }

  write(text: string): void {
    this.chat.write(messageIdSchema.parse(v7()), text, Date.now())
  }

  /**
   * Ends the visit, or leaves it where others go on. It is over on this side at once, whether or not the server can be
   * told now.
   */
  end(reason: Ending['reason'] = 'ended'): void {
    if (this.#scope.disposed) return
    const left = reason === 'ended' && !this.endsForAll
    for (const { call } of this.#companions.get()) call.sayBye()
    this.#tellEnd(reason)
    this.#finish({ reason: left ? 'left' : reason, by: reason === 'lost' ? null : this.seat.self.id })
  }

  /** The socket is back: sit down again. The call itself has gone on meanwhile. */
  async resume(): Promise<void> {
    const { roomId, seatToken, visitId } = this.seat
    clearTimeout(this.#retry)
    try {
      const seat = await this.#socket.request('room:join', { intent: 'resume', roomId, seatToken })
      this.invitations.take(seat)
      this.pictures.take(seat.shown)
      this.#takePeers(seat)
      this.#forwarding.lookAgain()
      this.keeper.hurry()
    } catch (error) {
      const code = refusalCodeOf(error)
      // Without the seat nothing reaches the other page; a new connection comes here by itself.
      const again = !UNSEATED.has(code) && this.#socket.state.get().status === 'online'
      if (again && !this.#scope.disposed) this.#retry = setTimeout(() => void this.resume(), RESUME_AGAIN)
      if (code === 'seat_moved') this.#move()
      if (code === 'visit_ended' || code === 'not_invited') {
        const record = await api.readVisit(visitId).catch(() => null)
        this.#finish(record?.end ?? { reason: 'lost', by: null })
      }
    }
  }

  /** This page closes or reloads. */
  announceClosing(): void {
    if (this.#scope.disposed) return
    const { roomId, seatToken } = this.seat
    api.announceClosing({ roomId, seatToken, connection: this.#socket.id })
  }

  /** Puts back the conversation and the board that a reload has lost. */
  async restore(): Promise<void> {
    const { visitId } = this.seat
    const record = await api.readVisit(visitId).catch(() => null)
    if (!record || this.#scope.disposed) return
    for (const { id, displayName } of record.participants) this.#names.set(id, displayName)
    this.chat.restore(keptLines(record, { selfId: this.seat.self.id, startedAt: this.startedAt }))
    if (!record.board) return
    const restored = this.openWork().then((work) => work.restoreBoard())
    await restored.catch(() => undefined)
  }

  /** Files and board; null until they are there, soon after the call stands. */
  get work(): Readable<VisitWork | null> {
    return this.#work.work
  }

  /** Files and board, now. Rejects where their script cannot be had. */
  openWork(): Promise<VisitWork> {
    return this.#work.open()
  }

  #makeWork(Work: typeof VisitWork): VisitWork {
    const work = new Work({ visitId: this.seat.visitId, keeper: this.keeper })
    for (const companion of this.#companions.get()) this.#share(work, companion)
    return work
  }

  /** Files and board are for those who are in the visit for their own sake, not for who came along. */
  #share(work: VisitWork, companion: Companion): void {
    if (!isCompanion(companion.person) && !isCompanion(this.seat.self)) work.meet(companion)
  }

  #listen(): void {
    const ours = (message: { roomId: string }): boolean => message.roomId === this.seat.roomId
    this.#scope.add(
      this.#socket.on('room:peer', (message) => {
        if (ours(message)) this.#hearOf(message.peer)
      }),
    )
    this.#scope.add(
      this.#socket.on('room:left', (message) => {
        if (ours(message)) this.#partFrom(message.id)
      }),
    )
    this.#scope.add(
      this.#socket.on('room:ended', (message) => {
        if (ours(message)) this.#finish(message)
      }),
    )
    this.#scope.add(
      this.#socket.on('room:taken_over', (message) => {
        if (ours(message)) this.#move()
      }),
    )
    this.#scope.add(onNetworkNews(() => void this.#lineCheck.check()))
  }

  #meet(person: RoomPeer, prepared: OpenConnection | null = null): Companion {
    const { seat, media, keeper } = this
    const page = pageIdSchema.parse(v4())
    this.#names.set(person.id, person.displayName)
    const companion = new Companion({
      person,
      seat,
      socket: this.#socket,
      media,
      page,
      prepared,
      ranking: this.#ranking,
      companions: () => this.#companions.get().length,
      upstream: () => this.#forwarding.verdict,
    })
    const { call, line, scope, signalling } = companion
    const lineWriter = new LineWriter({ visitId: seat.visitId, page, keeper, line })
    scope.add(() => lineWriter.close())
    scope.add(this.chat.attach(person.id, call.pipes.chat))
    const work = this.work.get()
    if (work) this.#share(work, companion)
    scope.add(this.#forwarding.attach(person.id, call))
    scope.add(signalling.onUnseated(() => void this.resume()))
    scope.add(signalling.onUnanswered(() => void this.#lineCheck.check()))
    scope.add(call.on('bye', () => this.#onBye(person.id)))
    scope.add(
      call.state.subscribe(() => {
        this.#look()
        if (call.state.get().phase === 'connected' && !isCompanion(seat.self)) this.#work.fetchSoon()
      }),
    )
    scope.add(companion.presence.subscribe(() => this.#look()))
    return companion
  }

  #hearOf(person: RoomPeer): void {
    const known = this.#companions.get().find((each) => each.person.id === person.id)
    if (known) return known.follow(person.presence)
    const [first, ...others] = this.#companions.get()
    this.#companions.set([first, ...others, this.#meet(person)])
    this.emit('came', person)
  }

  /** Whoever is not in the room any more has left while this page could not hear it. */
  #takePeers({ peers, relays }: Seat): void {
    for (const person of peers) this.#hearOf(person)
    for (const companion of this.#companions.get()) {
      companion.useRelays(relays)
      if (!peers.some(({ id }) => id === companion.person.id)) this.#partFrom(companion.person.id)
    }
  }

  #partFrom(id: PersonId): void {
    const companions = this.#companions.get()
    const [first, ...others] = companions.filter(({ person }) => person.id !== id)
    // Who stays with nobody is told by the server how the visit ended.
    if (first === undefined) return
    this.#companions.set([first, ...others])
    const gone = companions.find(({ person }) => person.id === id)
    gone?.close()
    if (gone) this.emit('left', gone.person)
    this.#look()
  }

  /** Of two, they ended the visit; of more, they left or ended it, and the server says which. */
  #onBye(by: PersonId): void {
    if (this.#companions.get().length > 1) return this.#partFrom(by)
    // They may not reach the server at this moment, and would leave both in a visit that is over.
    this.#tellEnd('ended', by)
    this.#finish({ reason: 'ended', by })
  }

  /** At once; only when that fails in the queue behind what still has to be kept. */
  #tellEnd(reason: Ending['reason'], by: PersonId = this.seat.self.id): void {
    const { roomId, seatToken } = this.seat
    const tell = async (): Promise<void> => {
      await this.#socket.request('room:end', { roomId, seatToken, reason, by }).catch((error: unknown) => {
        // Ended already, by the other side or by the server: what was wanted is so.
        if (!UNSEATED.has(refusalCodeOf(error))) throw error
      })
    }
    tell().catch(() => this.keeper.keep('end', tell))
  }

  #keepWritten(): void {
    const { visitId } = this.seat
    this.#scope.add(
      this.chat.on('written', ({ id, text, sentAt }) =>
        this.keeper.keep(`message ${id}`, () => api.keepMessage(visitId, id, { text, sentAt })),
      ),
    )
  }

  #watchForLoss(): void {
    this.#scope.add(this.#socket.state.subscribe(() => this.#look()))
    this.#scope.add(() => clearTimeout(this.#giveUp))
    this.#look()
  }

  /** Whether anybody is still there. */
  #look(): void {
    if (this.#scope.disposed) return
    // What the server said before its line was cut says nothing of now.
    const online = this.#socket.state.get().status === 'online'
    const alive = this.#companions
      .get()
      .some(
        ({ call, presence }) =>
          call.state.get().phase === 'connected' || (online && presence.get() === 'present'),
      )
    if (alive) {
      clearTimeout(this.#giveUp)
      this.#giveUp = undefined
    } else {
      this.#giveUp ??= setTimeout(() => this.end('lost'), GIVE_UP_AFTER)
    }
  }

  #finish({ reason, by }: Omit<VisitEnd, 'endedAt'>): void {
    if (this.#scope.disposed) return
    this.#scope.dispose()
    this.media.stopAll()
    this.emit('ended', { reason, by, endedAt: Date.now() })
  }

  #move(): void {
    if (this.#scope.disposed) return
    this.#scope.dispose()
    this.media.stopAll()
    this.emit('moved', undefined)
  }

  #close(): void {
    seatMemory.clear()
    this.#work.close()
    this.invitations.close()
    this.pictures.close()
    this.#forwarding.close()
    for (const companion of this.#companions.get()) companion.close()
  }
}
