import type { ControlMessage, PersonId } from '@visita/protocol'
import { onControl } from '../control.ts'
import { fromHex, toHex } from '../hex.ts'
import type { Pipe } from '../pipe.ts'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import { importMediaKey } from '../sealed/frame-sealer.ts'

/** The others are given so long to have a new key, in milliseconds; then it is used whether or not they do. */
const TAKEN_WITHIN = 1_000
const KEY_BYTES = 32
const IDS = 256

interface OwnKey {
  id: number
  bytes: Uint8Array<ArrayBuffer>
  /** Those who have not said yet that they have it. */
  awaits: Set<PersonId>
  /** A key is used once: its frames are numbered from the beginning, and no number may come twice. */
  isUsed: boolean
}

/**
 * The keys of what goes by the forwarding server. Each page makes its own and tells it to the others over the direct
 * connections, whose ends can be compared by the safety code. Whenever somebody comes or goes there is a new one, so that
 * who comes reads nothing of before, and who left nothing of after.
 */
export class MediaKeys {
  readonly #coder: () => FrameCoder | null
  readonly #people = new Map<PersonId, Pipe>()
  /** Whose keys were taken. */
  readonly #taken = new Set<PersonId>()
  #own: OwnKey | null = null
  #isSending = false
  #patience: ReturnType<typeof setTimeout> | undefined

  /** `coder` is asked for when there are keys for it, which there are only by a forwarding server. */
  constructor(coder: () => FrameCoder | null) {
    this.#coder = coder
  }

  /** Tells this person the keys and takes theirs, until the returned function is called: then they have left. */
  attach(person: PersonId, control: Pipe): () => void {
    this.#people.set(person, control)
    const releases = [
      control.on('open', () => this.#tell(person)),
      onControl(control, (message) => this.#hear(person, message)),
    ]
    this.#renew()
    return () => {
      for (const release of releases) release()
      this.#people.delete(person)
      if (this.#taken.delete(person)) this.#coder()?.forget(person)
      this.#renew()
    }
  }

  /** This page sends by the forwarding server from now on. */
  begin(): void {
    this.#isSending = true
    this.#renew()
  }

  end(): void {
    this.#isSending = false
    clearTimeout(this.#patience)
  }

  #renew(): void {
    if (!this.#isSending) return
    const id = this.#own === null ? 0 : (this.#own.id + 1) % IDS
    const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
    const awaits = new Set(
      Array.from(this.#people).flatMap(([person, { isOpen }]) => (isOpen ? [person] : [])),
    )
    const own: OwnKey = { id, bytes, awaits, isUsed: false }
    this.#own = own
    for (const person of awaits) this.#tell(person)
    clearTimeout(this.#patience)
    if (awaits.size === 0) this.#use(own)
    else this.#patience = setTimeout(() => this.#use(own), TAKEN_WITHIN)
  }

  #tell(person: PersonId): void {
    const own = this.#own
    if (own === null || !this.#isSending) return
    const message: ControlMessage = { type: 'media_key', id: own.id, key: toHex(own.bytes.buffer) }
    this.#people.get(person)?.send(JSON.stringify(message))
  }

  #hear(person: PersonId, message: ControlMessage): void {
    if (message.type === 'media_key') void this.#take(person, message)
    const own = this.#own
    if (message.type !== 'media_key_taken' || message.id !== own?.id) return
    if (own.awaits.delete(person) && own.awaits.size === 0) this.#use(own)
  }

  async #take(person: PersonId, { id, key }: { id: number; key: string }): Promise<void> {
    const coder = this.#coder()
    if (coder === null) return
    const imported = await importMediaKey(fromHex(key))
    const control = this.#people.get(person)
    if (control === undefined) return
    coder.openWith(person, { id, key: imported })
    this.#taken.add(person)
    control.send(JSON.stringify({ type: 'media_key_taken', id } satisfies ControlMessage))
  }

  #use(own: OwnKey): void {
    clearTimeout(this.#patience)
    if (own.isUsed) return
    own.isUsed = true
    const seal = async (): Promise<void> => {
      const key = await importMediaKey(own.bytes)
      if (this.#own === own && this.#isSending) this.#coder()?.sealWith({ id: own.id, key })
    }
    void seal()
  }
}
