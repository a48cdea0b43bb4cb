import {
  BOARD_LIMITS,
  boardMessageSchema,
  type BoardElement,
  type BoardMessage,
  type FileId,
} from '@visita/protocol'
import { parseMessage } from '../parse-message.ts'
import { HIGH_WATER, type Pipe, type PipeData } from '../pipe.ts'
import type { BoardDocument } from './board-document.ts'
import type { BoardImages } from './board-images.ts'
import { PieceJoiner, piecesOf } from './pieces.ts'
import { StrokeDecoder, StrokeEncoder, type LiveStroke } from './strokes.ts'

/** The board of this page, of which a link brings somebody else's up to date. */
export interface LinkedBoard {
  readonly document: BoardDocument
  image: (id: FileId) => Blob | null
  /** Takes what the other page has sent, which may be anything. */
  merge: (elements: readonly unknown[]) => void
  imageArrived: (id: FileId, image: Blob) => void
  /** The other person's unfinished stroke has changed. */
  stroke: () => void
}

/** Elements of one message are collected up to this many characters; a larger one goes by itself. */
const MESSAGE_TEXT = 32 * 1024

/** What one other page has of the board, and the repair of what a lost connection has left out. */
export class BoardLink {
  readonly #pipe: Pipe
  readonly #carrier: BoardImages
  readonly #board: LinkedBoard
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

  constructor({ pipe, images, board }: { pipe: Pipe; images: BoardImages; board: LinkedBoard }) {
    this.#pipe = pipe
    this.#carrier = images
    this.#board = board
    this.#release = [
      pipe.on('open', () => this.#opened()),
      pipe.on('close', () => this.#closed()),
      pipe.on('drain', () => this.#flush()),
      pipe.on('message', (data) => this.#received(data)),
      images.on('arrived', ({ id, image }) => board.imageArrived(id, image)),
    ]
    if (pipe.isOpen) this.#opened()
  }

  dispose(): void {
    for (const release of this.#release) release()
  }

  /** How many messages did not fit the protocol and were dropped. */
  get refused(): number {
    return this.#refused
  }

  /** What the other person is drawing at this moment. */
  get liveStroke(): LiveStroke | null {
    return this.#theirStroke.stroke
  }

  /** These elements have changed here. */
  push(ids: Iterable<string>): void {
    for (const id of ids) this.#dirty.add(id)
    this.#flush()
  }

  /** The stroke under this page's pen. */
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

  lift(): void {
    const stroke = this.#myStroke
    this.#myStroke = null
    if (stroke && !this.#board.document.get(stroke.encoder.id)) this.#send(stroke.encoder.drop)
  }

  /** The finished element is here and takes the place of its stroke. */
  finish(id: string): void {
    this.#theirStroke.finish(id)
  }

  imageAdded(id: FileId, image: Blob): void {
    if (this.#owed.delete(id)) this.#carrier.send(id, image)
  }

  /** Asks once in a connection for the images that are on the board and not on this page. */
  askForImages(): void {
    const missing = new Set<FileId>()
    for (const element of this.#board.document.visible()) {
      if (element.type !== 'image' || this.#board.image(element.fileId)) continue
      if (!this.#asked.has(element.fileId)) missing.add(element.fileId)
    }
    const images = Array.from(missing).slice(0, BOARD_LIMITS.images)
    if (images.length === 0 || !this.#pipe.isOpen) return
    for (const id of images) this.#asked.add(id)
    this.#send({ type: 'need', images })
  }

  #opened(): void {
    this.#asked.clear()
    this.#send({
      type: 'have',
      versions: this.#board.document
        .all()
        .map(({ id, version, versionNonce }) => [id, version, versionNonce]),
    })
    this.askForImages()
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
    this.#board.stroke()
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
        this.#board.merge(message.elements)
        break
      case 'stroke':
        this.#theirStroke.start(message)
        this.#board.stroke()
        break
      case 'points':
        if (this.#theirStroke.add(message.stroke, message.deltas)) this.#board.stroke()
        else this.#refused += 1
        break
      case 'drop':
        this.#theirStroke.drop(message.stroke)
        this.#board.stroke()
        break
      case 'need':
        for (const id of message.images) {
          const image = this.#board.image(id)
          if (image) this.#carrier.send(id, image)
          else if (this.#owed.size < BOARD_LIMITS.images) this.#owed.add(id)
        }
        break
    }
  }

  #sendNewerThan(versions: readonly [string, number, number][]): void {
    const theirs = new Map(
      versions.map(([id, version, versionNonce]) => [id, { version, versionNonce }] as const),
    )
    this.push(this.#board.document.newerThan(theirs).map(({ id }) => id))
  }

  /** Sends changed elements as they are now, as many as the channel takes; the rest on its `drain`. */
  #flush(): void {
    if (!this.#pipe.isOpen) return this.#dirty.clear()
    while (this.#dirty.size > 0 && this.#pipe.bufferedAmount < HIGH_WATER) {
      const elements: BoardElement[] = []
      let length = 0
      for (const id of this.#dirty) {
        const element = this.#board.document.get(id)
        const cost = element ? JSON.stringify(element).length : 0
        if (elements.length > 0 && length + cost > MESSAGE_TEXT) break
        this.#dirty.delete(id)
        if (element) elements.push(element)
        length += cost
      }
      this.#send({ type: 'elements', elements })
    }
  }

  #send(message: BoardMessage): void {
    for (const piece of piecesOf(JSON.stringify(message), this.#pipe.maxMessageSize)) this.#pipe.send(piece)
  }
}
