import { randomBytes, randomInt } from 'node:crypto'
import { LIMITS, type PersonId } from '@visita/protocol'
import type { Jsep } from './janus-messages.ts'
import type { JanusHandle, JanusSession } from './janus-session.ts'

/** For its ids Janus takes whole numbers. */
const MOST = 2 ** 47

interface Publisher {
  handle: JanusHandle
  /** As Janus knows what they send. */
  feed: number
  state: 'connecting' | 'up'
}

/** The room in Janus of one of ours: who sends into it, and who gets what of whom. */
export class ForwardedRoom {
  readonly #session: JanusSession
  readonly #hand: JanusHandle
  readonly #place: { room: number; pin: string }
  readonly #secret: string
  readonly #publishers = new Map<PersonId, Publisher>()
  /** By who gets it, and from whom. */
  readonly #subscriptions = new Map<PersonId, Map<PersonId, JanusHandle>>()
  readonly #onChange: () => void

  private constructor(
    session: JanusSession,
    hand: JanusHandle,
    { room, pin, secret }: { room: number; pin: string; secret: string },
    onChange: () => void,
  ) {
    this.#session = session
    this.#hand = hand
    this.#place = { room, pin }
    this.#secret = secret
    this.#onChange = onChange
  }

  /** Only this server knows its pin and its secret. Rejects with JanusError. */
  static async make(session: JanusSession, onChange: () => void): Promise<ForwardedRoom> {
    const hand = await session.attach()
    const [room, pin, secret] = [randomInt(1, MOST), aWord(), aWord()]
    await hand.say({
      request: 'create',
      room,
      pin,
      secret,
      permanent: false,
      is_private: true,
      publishers: LIMITS.peopleInRoom,
      require_e2ee: true,
      lock_record: true,
      audiocodec: 'opus',
      videocodec: 'vp8',
      opus_fec: true,
      opus_dtx: true,
      // How loud somebody is would be readable beside what is sealed.
      audiolevel_ext: false,
    })
    return new ForwardedRoom(session, hand, { room, pin, secret }, onChange)
  }

  /** Whose picture and sound arrive there. */
  get publishing(): PersonId[] {
    return Array.from(this.#publishers).flatMap(([id, { state }]) => (state === 'up' ? [id] : []))
  }

  /** Takes what somebody sends, in the place of what they sent before. Resolves with the answer to their offer. */
  async publish(person: PersonId, sdp: string): Promise<string> {
    this.stop(person, person)
    const feed = randomInt(1, MOST)
    const handle = await this.#session.attach((news) => {
      if (this.#publishers.get(person)?.handle !== handle) return
      if (news === 'webrtcup') publisher.state = 'up'
      else {
        this.#publishers.delete(person)
        handle.detach()
      }
      this.#onChange()
    })
    const publisher: Publisher = { handle, feed, state: 'connecting' }
    this.#publishers.set(person, publisher)
    const join = { request: 'joinandconfigure', ptype: 'publisher', ...this.#place, id: feed }
    try {
      return await this.#described(handle, join, { type: 'offer', sdp })
    } catch (error) {
      this.stop(person, person)
      throw error
    }
  }

  /** Resolves with the offer of what `of` sends; null where that is nothing. */
  async subscribe(person: PersonId, of: PersonId): Promise<string | null> {
    const publisher = this.#publishers.get(of)
    if (publisher?.state !== 'up') return null
    this.stop(person, of)
    const handle = await this.#session.attach()
    this.#subscriptionsOf(person).set(of, handle)
    const streams = [{ feed: publisher.feed }]
    return this.#described(handle, { request: 'join', ptype: 'subscriber', ...this.#place, streams })
  }

  async answer(person: PersonId, of: PersonId, sdp: string): Promise<void> {
    await this.#lineOf(person, of)?.say({ request: 'start' }, { type: 'answer', sdp })
  }

  async candidate(
    person: PersonId,
    of: PersonId,
    candidate: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.#lineOf(person, of)?.trickle(candidate)
  }

  /** Ends what `person` gets of `of`; of themselves, what they send. */
  stop(person: PersonId, of: PersonId): void {
    this.#lineOf(person, of)?.detach()
    this.#subscriptions.get(person)?.delete(of)
    if (person === of && this.#publishers.delete(person)) this.#onChange()
  }

  /** Of who is not in the room any more, nothing goes on: neither what they send nor what they get. */
  remove(person: PersonId): void {
    for (const of of Array.from(this.#subscriptions.get(person)?.keys() ?? [])) this.stop(person, of)
    this.#subscriptions.delete(person)
    this.stop(person, person)
    for (const other of this.#subscriptions.keys()) this.stop(other, person)
  }

  get isEmpty(): boolean {
    return this.#publishers.size === 0
  }

  /** Ends it for all; the handles in it end with it. */
  destroy(): void {
    const { room } = this.#place
    for (const { handle } of this.#publishers.values()) handle.detach()
    for (const lines of this.#subscriptions.values()) for (const handle of lines.values()) handle.detach()
    this.#publishers.clear()
    this.#subscriptions.clear()
    void this.#hand
      .say({ request: 'destroy', room, secret: this.#secret })
      .catch(() => undefined)
      .then(() => this.#hand.detach())
  }

  async #described(
    handle: JanusHandle,
    body: Readonly<Record<string, unknown>>,
    jsep?: Jsep,
  ): Promise<string> {
    const answer = await handle.say(body, jsep)
    if (answer.jsep === null) throw new Error('a description is missing')
    return answer.jsep.sdp
  }

  #lineOf(person: PersonId, of: PersonId): JanusHandle | undefined {
    return person === of ? this.#publishers.get(of)?.handle : this.#subscriptions.get(person)?.get(of)
  }

  #subscriptionsOf(person: PersonId): Map<PersonId, JanusHandle> {
    const known = this.#subscriptions.get(person) ?? new Map<PersonId, JanusHandle>()
    this.#subscriptions.set(person, known)
    return known
  }
}

const aWord = (): string => randomBytes(24).toString('base64url')
