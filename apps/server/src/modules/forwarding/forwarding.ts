import type { PersonId, ReplyOf, RequestOf, RoomId } from '@visita/protocol'
import type { Logger } from 'pino'
import { Refusal } from '../../platform/http-errors.ts'
import { ForwardedRoom } from './forwarded-room.ts'
import { JanusError, type JanusPlace, JanusSession } from './janus-session.ts'

interface ForwardingOptions {
  /** Null where the clinic has none. */
  place: JanusPlace | null
  logger: Logger
  /** Told whenever it has changed who sends into a room. */
  onPublishing: (roomId: RoomId, publishing: PersonId[]) => void
}

/**
 * Rooms whose pictures and sound go by a forwarding server (Janus), sealed by the pages (X6). Pages never speak to it:
 * what they may is decided here, and it gets descriptions and candidates alone. Whoever asks has been found to sit in
 * the room. Without it, or while it is away, everything is refused as `unavailable`, and calls go on directly.
 */
export class Forwarding {
  readonly #options: ForwardingOptions
  readonly #rooms = new Map<RoomId, Promise<ForwardedRoom>>()
  #session: Promise<JanusSession> | null = null
  #closed = false

  constructor(options: ForwardingOptions) {
    this.#options = options
  }

  get isOffered(): boolean {
    return this.#options.place !== null
  }

  async look(roomId: RoomId): Promise<ReplyOf<'forward:look'>> {
    const room = await this.#rooms.get(roomId)?.catch(() => null)
    return { offered: this.isOffered, publishing: room?.publishing ?? [] }
  }

  publish(person: PersonId, { roomId, sdp }: RequestOf<'forward:publish'>): Promise<{ sdp: string }> {
    return this.#ask(async () => {
      const room = await this.#open(roomId)
      return { sdp: await room.publish(person, sdp) }
    })
  }

  subscribe(person: PersonId, { roomId, of }: RequestOf<'forward:subscribe'>): Promise<{ sdp: string }> {
    return this.#ask(async () => {
      const sdp = await (await this.#rooms.get(roomId))?.subscribe(person, of)
      if (sdp === null || sdp === undefined) throw new Refusal('peer_absent')
      return { sdp }
    })
  }

  async answer(person: PersonId, { roomId, of, sdp }: RequestOf<'forward:answer'>): Promise<void> {
    await this.#ask(async () => (await this.#rooms.get(roomId))?.answer(person, of, sdp))
  }

  async candidate(
    person: PersonId,
    { roomId, of, candidate }: RequestOf<'forward:candidate'>,
  ): Promise<void> {
    await this.#ask(async () => (await this.#rooms.get(roomId))?.candidate(person, of, candidate))
  }

  async stop(person: PersonId, { roomId, of }: RequestOf<'forward:stop'>): Promise<void> {
    await this.#change(roomId, (room) => room.stop(person, of))
  }

  /** They sit in the room no more. */
  async left(roomId: RoomId, person: PersonId): Promise<void> {
    await this.#change(roomId, (room) => room.remove(person))
  }

  async ended(roomId: RoomId): Promise<void> {
    const room = this.#rooms.get(roomId)
    this.#rooms.delete(roomId)
    const forwarded = await room?.catch(() => null)
    forwarded?.destroy()
  }

  /** Whether it can be reached at this moment; null where there is none. */
  async isReachable(): Promise<boolean | null> {
    if (!this.isOffered) return null
    return this.#connect().then(
      () => true,
      () => false,
    )
  }

  async close(): Promise<void> {
    this.#closed = true
    const session = await this.#session?.catch(() => null)
    session?.[Symbol.dispose]()
    this.#rooms.clear()
  }

  /** Where nobody sends any more the room in Janus goes, and the next who sends gets a new one. */
  async #change(roomId: RoomId, change: (room: ForwardedRoom) => void): Promise<void> {
    const room = await this.#rooms.get(roomId)?.catch(() => null)
    if (!room) return
    change(room)
    if (room.isEmpty) await this.ended(roomId)
  }

  #open(roomId: RoomId): Promise<ForwardedRoom> {
    const known = this.#rooms.get(roomId)
    if (known) return known
    const tell = (): void => void this.#tell(roomId)
    const opening = this.#connect().then((session) => ForwardedRoom.make(session, tell))
    this.#rooms.set(roomId, opening)
    opening.catch(() => {
      if (this.#rooms.get(roomId) === opening) this.#rooms.delete(roomId)
    })
    return opening
  }

  async #tell(roomId: RoomId): Promise<void> {
    const { publishing } = await this.look(roomId)
    this.#options.onPublishing(roomId, publishing)
  }

  async #connect(): Promise<JanusSession> {
    const { place, logger } = this.#options
    if (place === null || this.#closed) throw new Refusal('unavailable')
    if (this.#session !== null) return this.#session
    const opening = JanusSession.open(place, () => {
      logger.error({ event: 'forwarder_lost' })
      this.#lose(opening)
    })
    this.#session = opening
    opening.catch(() => {
      logger.error({ event: 'forwarder_unreachable' })
      this.#lose(opening)
    })
    return opening
  }

  /** All that was in it is gone: the pages go on directly, and may ask again. */
  #lose(session: Promise<JanusSession>): void {
    if (this.#session !== session) return
    this.#session = null
    const rooms = Array.from(this.#rooms.keys())
    this.#rooms.clear()
    for (const roomId of rooms) this.#options.onPublishing(roomId, [])
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof JanusError)) throw error
      this.#options.logger.warn({ event: 'forwarder_refused', code: error.code })
      throw new Refusal('unavailable')
    }
  }
}
