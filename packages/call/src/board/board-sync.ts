import {
  BOARD_LIMITS,
  boardElementSchema,
  boardMessageSchema,
  type BoardElement,
  type BoardMessage,
  type FileId,
} from '@visita/protocol'
import { Emitter } from '../emitter.ts'
import { parseMessage } from '../parse-message.ts'
import { HIGH_WATER, type Pipe, type PipeData } from '../pipe.ts'
import { BoardDocument, type Version } from './board-document.ts'
import type { BoardImages } from './board-images.ts'
import { PieceJoiner, piecesOf } from './pieces.ts'
import { StrokeDecoder, StrokeEncoder, type LiveStroke } from './strokes.ts'

export interface BoardEvents {
  /** Elements were added, changed or erased. */
  changed: { by: 'self' | 'peer' | 'record' }
  /** The other person's unfinished stroke: see `liveStroke`. */
  stroke: undefined
  /** The bytes of an image are here: see `image`. */
  image: FileId
}

/** Elements of one message are collected up to this many characters; a larger one goes by itself. */
const MESSAGE_TEXT = 32 * 1024

/**
 * The board that two pages share, without its drawing: it holds the elements, tells the other page what
 * changes, and repairs what a lost connection has left out. It works whether or not the board is on screen.
 */
export class BoardSync extends Emitter<BoardEvents> {
  readonly document = new BoardDocument()
  readonly #pipe: Pipe
  readonly #carrier: BoardImages
  readonly #images = new Map<FileId, Blob>()
  readonly #asked = new Set<FileId>()
  /** Images that the other page asked for before they were here. */
  readonly #owed = new Set<FileId>()
  /** Ids of elements that the other page has yet to be sent. */
  readonly #dirty = new Set<string>()
  readonly #joiner = new PieceJoiner()
  readonly #theirStroke = new StrokeDecoder()
  #myStroke: { encoder: StrokeEncoder; latest: LiveStroke } | null = null
  #strokeCount = 0
  #refused = 0
  readonly #release: (() => void)[]

  constructor({ pipe, images }: { pipe: Pipe; images: BoardImages }) {
    super()
    this.#pipe = pipe
    this.#carrier = images
    this.#release = [
      pipe.on('open', () => this.#opened()),
      pipe.on('close', () => this.#closed()),
      pipe.on('drain', () => this.#flush()),
      pipe.on('message', (data) => this.#received(data)),
      images.on('arrived', ({ id, image }) => this.#imageArrived(id, image)),
    ]
    if (pipe.isOpen) this.#opened()
  }

  dispose(): void {
    for (const release of this.#release) release()
  }

  /** How many messages and elements did not fit the protocol and were dropped. */
  get refused(): number {
    return this.#refused
  }

  /** What the other person is drawing at this moment. Its points grow in place; `stroke` tells when. */
  get liveStroke(): LiveStroke | null {
    return this.#theirStroke.stroke
  }

  /** Takes over what the drawing surface has; only what changed is parsed and sent. */
  apply(elements: readonly (Version & { id: string })[]): void {
    let changed = false
    for (const candidate of elements) {
      const mine = this.document.get(candidate.id)
      if (mine?.version === candidate.version && mine.versionNonce === candidate.versionNonce) continue
      const element = this.#parseElement(candidate)
      if (!element || !this.document.merge(element)) continue
      this.#dirty.add(element.id)
      changed = true
    }
    if (!changed) return
    this.#flush()
    this.#askForImages()
    this.emit('changed', { by: 'self' })
  }

  /** Takes over what the record has kept, and shows it: each element that is not here in a newer version. */
  restore(elements: readonly unknown[]): void {
    for (const id of this.#merge(elements, 'record')) this.#dirty.add(id)
    this.#flush()
  }

  /** The stroke under the pen as it is now: the other page sees its new points at once. */
  draw(stroke: LiveStroke): void {
    if (this.#myStroke?.encoder.id === stroke.id) {
      this.#myStroke.latest = stroke
    } else {
      this.#strokeCount += 1
      this.#myStroke = { encoder: new StrokeEncoder(this.#strokeCount, stroke), latest: stroke }
      this.#send(this.#myStroke.encoder.start)
    }
    if (!this.#pipe.isOpen) return
    for (const batch of this.#myStroke.encoder.next(stroke)) this.#send(batch)
  }

  /** The pen is up. Call after `apply` has been given the finished element, if there is one. */
  lift(): void {
    const stroke = this.#myStroke
    this.#myStroke = null
    if (stroke && !this.document.get(stroke.encoder.id)) this.#send(stroke.encoder.drop)
  }

  /** Adds an image of this page before the element that shows it. */
  addImage(id: FileId, image: Blob): void {
    this.#images.set(id, image)
    if (this.#owed.delete(id)) this.#carrier.send(id, image)
    this.emit('image', id)
  }

  image(id: FileId): Blob | null {
    return this.#images.get(id) ?? null
  }

  #opened(): void {
    this.#asked.clear()
    this.#send({
      type: 'have',
      versions: this.document.all().map(({ id, version, versionNonce }) => [id, version, versionNonce]),
    })
    this.#askForImages()
    if (!this.#myStroke) return
    const { encoder, latest } = this.#myStroke
    encoder.rewind()
    this.#send(encoder.start)
    for (const batch of encoder.next(latest)) this.#send(batch)
  }

  #closed(): void {
    // Nothing stays to be sent: the next `have` says what is missing.
    this.#dirty.clear()
    this.#owed.clear()
    this.#joiner.reset()
    this.#theirStroke.clear()
    this.emit('stroke', undefined)
  }

  #received(data: PipeData): void {
    const joined = this.#joiner.add(data)
    if (joined === 'wait') return
    const message = joined === 'refused' ? null : parseMessage(boardMessageSchema, joined.text)
    if (message) this.#handle(message)
    else this.#refused += 1
  }

  #handle(message: BoardMessage): void {
    switch (message.type) {
      case 'have':
        this.#sendNewerThan(message.versions)
        break
      case 'elements':
        this.#merge(message.elements, 'peer')
        break
      case 'stroke':
        this.#theirStroke.start(message)
        this.emit('stroke', undefined)
        break
      case 'points':
        if (this.#theirStroke.add(message.stroke, message.deltas)) this.emit('stroke', undefined)
        else this.#refused += 1
        break
      case 'drop':
        this.#theirStroke.drop(message.stroke)
        this.emit('stroke', undefined)
        break
      case 'need':
        for (const id of message.images) {
          const image = this.#images.get(id)
          if (image) this.#carrier.send(id, image)
          else if (this.#owed.size < BOARD_LIMITS.images) this.#owed.add(id)
        }
        break
    }
  }

  /** Returns the ids of the elements that were new here. */
  #merge(elements: readonly unknown[], by: 'peer' | 'record'): string[] {
    const merged: string[] = []
    for (const candidate of elements) {
      const element = this.#parseElement(candidate)
      if (!element) continue
      if (this.document.merge(element)) merged.push(element.id)
      this.#theirStroke.finish(element.id)
    }
    if (merged.length === 0) return merged
    this.#askForImages()
    this.emit('changed', { by })
    this.emit('stroke', undefined)
    return merged
  }

  #parseElement(candidate: unknown): BoardElement | null {
    const parsed = boardElementSchema.safeParse(candidate)
    if (parsed.success) return parsed.data
    this.#refused += 1
    return null
  }

  #sendNewerThan(versions: readonly [string, number, number][]): void {
    const theirs = new Map(
      versions.map(([id, version, versionNonce]) => [id, { version, versionNonce }] as const),
    )
    for (const { id } of this.document.newerThan(theirs)) this.#dirty.add(id)
    this.#flush()
  }

  /** Sends changed elements as they are now, as many as the channel takes; the rest on its `drain`. */
  #flush(): void {
    if (!this.#pipe.isOpen) return this.#dirty.clear()
    while (this.#dirty.size > 0 && this.#pipe.bufferedAmount < HIGH_WATER) {
      const elements: BoardElement[] = []
      let length = 0
      for (const id of this.#dirty) {
        const element = this.document.get(id)
        const cost = element ? JSON.stringify(element).length : 0
        if (elements.length > 0 && length + cost > MESSAGE_TEXT) break
        this.#dirty.delete(id)
        if (element) elements.push(element)
        length += cost
      }
      this.#send({ type: 'elements', elements })
    }
  }

  /** Asks once in a connection for the images that are on the board and not on this page. */
  #askForImages(): void {
    const missing = new Set<FileId>()
    for (const element of this.document.visible()) {
      if (element.type !== 'image' || this.#images.has(element.fileId)) continue
      if (!this.#asked.has(element.fileId)) missing.add(element.fileId)
    }
    const images = Array.from(missing).slice(0, BOARD_LIMITS.images)
    if (images.length === 0 || !this.#pipe.isOpen) return
    for (const id of images) this.#asked.add(id)
    this.#send({ type: 'need', images })
  }

  #imageArrived(id: FileId, image: Blob): void {
    const wanted = this.document.visible().some((item) => item.type === 'image' && item.fileId === id)
    if (!wanted || this.#images.has(id) || image.size > BOARD_LIMITS.imageBytes) return
    this.addImage(id, image)
  }

  #send(message: BoardMessage): void {
    for (const piece of piecesOf(JSON.stringify(message), this.#pipe.maxMessageSize)) this.#pipe.send(piece)
  }
}
