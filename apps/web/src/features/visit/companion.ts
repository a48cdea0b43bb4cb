import {
  Call,
  CauseFinder,
  LineKeeper,
  RelayKeeper,
  Scope,
  StillExchange,
  Store,
  type LocalMedia,
  type OpenConnection,
  type Readable,
  type RemoteMedia,
  type RelayRanking,
  type Routing,
} from '@visita/call'
import {
  connectionIdSchema,
  type LineVerdict,
  type PageId,
  type PeerPresence,
  type Relays,
  type RoomPeer,
  type Seat,
} from '@visita/protocol'
import { v4 } from 'uuid'
import type { ServerSocket } from '../../platform/socket.ts'
import { isPolite } from './places.ts'
import { VisitSignalling } from './visit-signalling.ts'

interface CompanionOptions {
  person: RoomPeer
  seat: Seat
  socket: ServerSocket
  media: LocalMedia
  /** This page, as the other one knows it. */
  page: PageId
  ranking: RelayRanking
  prepared: OpenConnection | null
  /** How many there are of them. */
  companions: () => number
  /** How the line is by which the own picture goes to them all at once. */
  upstream: () => LineVerdict
}

/** One of the others in a visit: the connection to them, and what goes over it. */
export class Companion {
  readonly person: RoomPeer
  readonly call: Call
  readonly line: LineKeeper
  readonly causes: CauseFinder
  readonly stills: StillExchange
  readonly signalling: VisitSignalling
  /** What is attached to it is released with it. */
  readonly scope = new Scope()
  readonly #presence: Store<PeerPresence>
  readonly #relays: RelayKeeper
  readonly #ranking: RelayRanking

  constructor({
    person,
    seat,
    socket,
    media,
    page,
    prepared,
    ranking,
    companions,
    upstream,
  }: CompanionOptions) {
    const { roomId } = seat
    this.person = person
    this.#ranking = ranking
    this.#presence = new Store<PeerPresence>(person.presence)
    this.signalling = new VisitSignalling(socket, { roomId, to: person.id })
    this.call = new Call({
      roomId,
      polite: isPolite(seat.self, person),
      routing: ranking.order(seat.relays),
      signalling: this.signalling,
      media,
      prepared,
      page,
      newConnectionId: () => connectionIdSchema.parse(v4()),
      prepareRoutes: async () => {
        await ranking.refresh(this.#relays.relays.servers)
        useServers(this.#relays.relays)
      },
    })
    const useServers = (relays: Relays): void => this.call.useServers(ranking.order(relays))
    this.#relays = new RelayKeeper({
      call: { state: this.call.state, useServers },
      relays: seat.relays,
      ask: () => socket.request('room:relays', { roomId }),
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
    this.line = new LineKeeper(this.call, { receivers: companions, upstream })
    this.stills = new StillExchange(this.call.pipes.control)
  }

  /** Whether their page is there, as the server sees it; the call may go on without. */
  get presence(): Readable<PeerPresence> {
    return this.#presence
  }

  /** The pictures and the voice that come from them. */
  get remote(): Readable<RemoteMedia> {
    return this.call.remote
  }

  /** How loud they are at this moment, from 0 to 1. */
  readonly voiceLevel = (): number => this.call.voiceLevel()

  /** How many frames of this track of theirs were decoded; null where the browser does not say. */
  framesDecoded(track: MediaStreamTrack): Promise<number | null> {
    return this.call.framesDecoded(track)
  }

  /** By which a connection of this moment looks for its routes. */
  get routing(): Routing {
    return this.#ranking.order(this.#relays.relays)
  }

  follow(presence: PeerPresence): void {
    this.#presence.set(presence)
    if (presence === 'present') this.signalling.announceReachable()
  }

  useRelays(relays: Relays): void {
    this.#relays.take(relays)
  }

  close(): void {
    this.scope.dispose()
    this.stills.close()
    this.#relays.close()
    this.line.close()
    this.causes.close()
    this.call.close()
    this.signalling.dispose()
  }
}
