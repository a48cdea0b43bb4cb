import {
  Call,
  CauseFinder,
  Chat,
  Emitter,
  FileExchange,
  LineKeeper,
  RelayKeeper,
  newWasmHasher,
  onNetworkNews,
  Scope,
  StillExchange,
  Store,
  type Devices,
  type LocalMedia,
  type OpenConnection,
  type Readable,
  type RelayRanking,
} from '@visita/call'
import {
  connectionIdSchema,
  fileIdSchema,
  messageIdSchema,
  pageIdSchema,
  type EndReason,
  type PeerPresence,
  type PersonId,
  type Relays,
  type RequestOf,
  type RoomPeer,
  type Seat,
} from '@visita/protocol'
import { v4, v7 } from 'uuid'
import { api } from '../../platform/api.ts'
import { textFor } from '../../platform/i18n.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import { seatMemory } from '../../platform/seat-memory.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { BoardModel } from '../board/board-model.ts'
import { FilesModel, savePicker } from '../files/index.ts'
import { VisitBoardImages } from './board-images.ts'
import { LineCheck } from './line-check.ts'
import { LineWriter } from './line-writer.ts'
import { isPolite, otherIn } from './places.ts'
import { RecordKeeper } from './record-keeper.ts'
import { restoreBoard, VisitRecordWriter } from './visit-record.ts'
import { UNSEATED, VisitSignalling } from './visit-signalling.ts'

export interface VisitEnd {
  reason: EndReason
  by: PersonId | null
  /** When this page learned it, in epoch milliseconds by this device's clock. */
  endedAt: number
}

export interface VisitEvents {
  ended: VisitEnd
  /** Another tab of this person has the seat now. */
  moved: undefined
}

export interface VisitOptions {
  seat: Seat
  socket: ServerSocket
  media: LocalMedia
  devices: Devices
  ranking: RelayRanking
  /** A connection made while it rang; the call closes it. */
  prepared?: OpenConnection | null
}

type Ending = RequestOf<'room:end'>

/**
 * Without picture and without the server's word of the other side for this long, in milliseconds, the visit is lost:
 * a laptop may be shut for a minute. The server waits as long for an empty room (`lostSeconds`).
 */
const GIVE_UP_AFTER = 120_000
const RESUME_AGAIN = 2_000

/** One visit as this tab lives through it: the call and what happens in it, and the keeping of both. */
export class VisitModel extends Emitter<VisitEvents> {
  readonly seat: Seat
  /** The other one. */
  readonly peer: RoomPeer
  /** Epoch milliseconds by this device's clock. */
  readonly startedAt: number
  readonly media: LocalMedia
  readonly devices: Devices
  readonly call: Call
  readonly line: LineKeeper
  readonly causes: CauseFinder
  readonly stills: StillExchange
  readonly chat: Chat
  readonly exchange: FileExchange
  readonly files: FilesModel
  readonly board: BoardModel
  readonly keeper = new RecordKeeper()
  readonly #record: VisitRecordWriter
  readonly #lineWriter: LineWriter
  readonly #presence: Store<PeerPresence>
  readonly #socket: ServerSocket
  readonly #signalling: VisitSignalling
  readonly #relays: RelayKeeper
  readonly #scope = new Scope()
  #giveUp: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor({ seat, socket, media, devices, ranking, prepared = null }: VisitOptions) {
    super()
    this.seat = seat
    this.peer = otherIn(seat)
    this.startedAt = Date.now() - seat.elapsed
    this.media = media
    this.devices = devices
    this.#socket = socket
    this.#presence = new Store<PeerPresence>(this.peer.presence)
    this.#signalling = new VisitSignalling(socket, { roomId: seat.roomId, to: this.peer.id })
    const page = pageIdSchema.parse(v4())
    this.call = new Call({
      roomId: seat.roomId,
      polite: isPolite(seat.self, this.peer),
      routing: ranking.order(seat.relays),
      signalling: this.#signalling,
      media,
      prepared,
      page,
      newConnectionId: () => connectionIdSchema.parse(v4()),
    })
    const useServers = (relays: Relays): void => this.call.useServers(ranking.order(relays))
    this.#relays = new RelayKeeper({
      call: { state: this.call.state, useServers },
      relays: seat.relays,
      ask: () => socket.request('room:relays', { roomId: seat.roomId }),
    })
    this.causes = new CauseFinder({
      call: this.call,
      look: async (signal) => {
        const probes = await ranking.look(this.#relays.relays.servers, signal)
        useServers(this.#relays.relays)
        return probes
      },
    })
    void ranking.measure(seat.relays.servers).then(() => useServers(this.#relays.relays))
    this.line = new LineKeeper(this.call)
    this.#lineWriter = new LineWriter({ visitId: seat.visitId, page, keeper: this.keeper, line: this.line })
    const { chat, files, bulk, board, pointer } = this.call.pipes
    this.stills = new StillExchange(this.call.pipes.control)
    this.chat = new Chat(chat)
    this.exchange = new FileExchange({
      files,
      bulk,
      newHasher: newWasmHasher,
      now: () => Date.now(),
      newId: () => fileIdSchema.parse(v7()),
    })
    this.files = new FilesModel({ exchange: this.exchange, chooseTarget: savePicker(window) })
    this.board = new BoardModel({
      board,
      pointer,
      images: new VisitBoardImages(this.exchange),
      peerName: this.peer.displayName,
    })
    this.#record = new VisitRecordWriter({
      keeper: this.keeper,
      chat: this.chat,
      exchange: this.exchange,
      board: this.board,
      visitId: seat.visitId,
      boardPictureName: (number) => textFor('visit:boardPicture', { number }),
    })
    seatMemory.write(seat)
    this.#listen()
    this.#watchForLoss()
    this.#scope.add(() => clearTimeout(this.#retry))
    this.#scope.add(() => this.#close())
  }

  /** Whether the other page is there, as the server sees it; the call may go on without. */
  get presence(): Readable<PeerPresence> {
    return this.#presence
  }

  write(text: string): void {
    this.chat.write(messageIdSchema.parse(v7()), text, Date.now())
  }

  /** Ends the visit for both. It is over on this side at once, whether or not the server can be told now. */
  end(reason: Ending['reason'] = 'ended'): void {
    if (this.#scope.disposed) return
    this.call.sayBye()
    this.#tellEnd(reason)
    this.#finish({ reason, by: reason === 'lost' ? null : this.seat.self.id })
  }

  /** The socket is back: sit down again. The call itself has gone on meanwhile. */
  async resume(): Promise<void> {
    const { roomId, seatToken, visitId } = this.seat
    clearTimeout(this.#retry)
    try {
      const seat = await this.#socket.request('room:join', { intent: 'resume', roomId, seatToken })
      this.#relays.take(seat.relays)
      this.#setPresence(otherIn(seat).presence)
      this.keeper.hurry()
    } catch (error) {
      const code = refusalCodeOf(error)
      // Without the seat nothing reaches the other page; a new connection comes here by itself.
      const again = !UNSEATED.has(code) && this.#socket.state.get().status === 'online'
      if (again && !this.#scope.disposed) this.#retry = setTimeout(() => void this.resume(), RESUME_AGAIN)
      if (code === 'seat_moved') this.#move()
      if (code === 'visit_ended' || code === 'not_invited') {
        const record = await api.readVisit(visitId).catch(() => null)
        const end = record?.end ?? { reason: 'lost', by: null }
        this.#finish(end)
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
    this.chat.restore(
      record.messages.map(({ id, author, text, sentAt }) => {
        const mine = author === this.seat.self.id
        return { id, mine, text, sentAt, status: mine ? 'waiting' : 'received' }
      }),
    )
    if (record.board) await restoreBoard(this.board, visitId).catch(() => undefined)
  }

  #listen(): void {
    const ours = (message: { roomId: string }): boolean => message.roomId === this.seat.roomId
    this.#scope.add(
      this.#socket.on('room:peer', (message) => {
        if (ours(message)) this.#setPresence(message.peer.presence)
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
    this.#scope.add(this.#signalling.onUnseated(() => void this.resume()))
    const line = new LineCheck(this.#socket, this.seat)
    this.#scope.add(this.#signalling.onUnanswered(() => void line.check()))
    this.#scope.add(onNetworkNews(() => void line.check()))
    this.#scope.add(
      this.call.on('bye', () => {
        const by = this.peer.id
        // They may not reach the server at this moment, and would leave both in a visit that is over.
        this.#tellEnd('ended', by)
        this.#finish({ reason: 'ended', by })
      }),
    )
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

  #setPresence(presence: PeerPresence): void {
    this.#presence.set(presence)
    if (presence === 'present') this.#signalling.announceReachable()
  }

  #watchForLoss(): void {
    const look = (): void => {
      // What the server said before its line was cut says nothing of now.
      const heardOf = this.#socket.state.get().status === 'online' && this.#presence.get() === 'present'
      const alive = this.call.state.get().phase === 'connected' || heardOf
      if (alive) {
        clearTimeout(this.#giveUp)
        this.#giveUp = undefined
      } else {
        this.#giveUp ??= setTimeout(() => this.end('lost'), GIVE_UP_AFTER)
      }
    }
    this.#scope.add(this.call.state.subscribe(look))
    this.#scope.add(this.#presence.subscribe(look))
    this.#scope.add(this.#socket.state.subscribe(look))
    this.#scope.add(() => clearTimeout(this.#giveUp))
    look()
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
    this.#record.close()
    this.#lineWriter.close()
    this.files.dispose()
    this.exchange.dispose()
    this.board.dispose()
    this.chat.dispose()
    this.stills.close()
    this.#relays.close()
    this.line.close()
    this.causes.close()
    this.call.close()
    this.#signalling.dispose()
  }
}
