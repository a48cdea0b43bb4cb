import { BOARD_LIMITS, boardElementSchema, type BoardElement, type FileId } from '@visita/protocol'
import { Emitter } from '../emitter.ts'
import type { Pipe } from '../pipe.ts'
import { BoardDocument, type Version } from './board-document.ts'
import type { BoardImages } from './board-images.ts'
import { BoardLink } from './board-link.ts'
import type { LiveStroke } from './strokes.ts'

export interface BoardEvents {
  /** Elements were added, changed or erased. */
  changed: { by: 'self' | 'peer' | 'record' }
  /** Another person's unfinished stroke: see `liveStrokes`. */
  stroke: undefined
  /** The bytes of an image are here: see `image`. */
  image: FileId
}

/**
 * The board that the pages of a visit share, without its drawing: it holds the elements, tells every other page what
 * changes, and repairs what a lost connection has left out. It works whether or not the board is on screen.
 */
export class BoardSync extends Emitter<BoardEvents> {
  readonly document = new BoardDocument()
  readonly #images = new Map<FileId, Blob>()
  readonly #links = new Set<BoardLink>()
  #refused = 0

  /** Shares the board with somebody until the returned function is called. */
  attach({ pipe, images }: { pipe: Pipe; images: BoardImages }): () => void {
    const link: BoardLink = new BoardLink({
      pipe,
      images,
      board: {
        document: this.document,
        image: (id) => this.image(id),
        merge: (elements) => this.#take(elements, link),
        imageArrived: (id, image) => this.#imageArrived(id, image),
        stroke: () => this.emit('stroke', undefined),
      },
    })
    this.#links.add(link)
    return () => {
      link.dispose()
      this.#links.delete(link)
      this.#refused += link.refused
      this.emit('stroke', undefined)
    }
  }

  /** How many messages and elements did not fit the protocol and were dropped. */
  get refused(): number {
    return Array.from(this.#links).reduce((sum, link) => sum + link.refused, this.#refused)
  }

  /** What the others are drawing at this moment. Points grow in place; `stroke` tells when. */
  get liveStrokes(): LiveStroke[] {
    return Array.from(this.#links).flatMap((link) => link.liveStroke ?? [])
  }

  /** Takes over what the drawing surface has; only what changed is parsed and sent. */
  apply(elements: readonly (Version & { id: string })[]): void {
    const changed: string[] = []
    for (const candidate of elements) {
      const mine = this.document.get(candidate.id)
      if (mine?.version === candidate.version && mine.versionNonce === candidate.versionNonce) continue
      const element = this.#parseElement(candidate)
      if (element && this.document.merge(element)) changed.push(element.id)
    }
    if (changed.length === 0) return
    for (const link of this.#links) {
      link.push(changed)
      link.askForImages()
    }
    this.emit('changed', { by: 'self' })
  }

  /** Takes over what the record has kept, and shows it: each element that is not here in a newer version. */
  restore(elements: readonly unknown[]): void {
    const merged = this.#merge(elements)
    for (const link of this.#links) link.push(merged)
    if (merged.length === 0) return
    for (const link of this.#links) link.askForImages()
    this.#changed('record')
  }

  /** The stroke under the pen as it is now: the other pages see its new points at once. */
  draw(stroke: LiveStroke): void {
    for (const link of this.#links) link.draw(stroke)
  }

  /** The pen is up. Call after `apply` has been given the finished element, if there is one. */
  lift(): void {
    for (const link of this.#links) link.lift()
  }

  /** Adds an image of this page before the element that shows it. */
  addImage(id: FileId, image: Blob): void {
    this.#images.set(id, image)
    for (const link of this.#links) link.imageAdded(id, image)
    this.emit('image', id)
  }

  image(id: FileId): Blob | null {
    return this.#images.get(id) ?? null
  }

  /** What came over one link; its sender sends it to everybody themselves. */
  #take(elements: readonly unknown[], from: BoardLink): void {
    if (this.#merge(elements).length === 0) return
    from.askForImages()
    this.#changed('peer')
  }

  /** Returns the ids of the elements that were new here. */
  #merge(elements: readonly unknown[]): string[] {
    const merged: string[] = []
    for (const candidate of elements) {
      const element = this.#parseElement(candidate)
      if (!element) continue
      if (this.document.merge(element)) merged.push(element.id)
      for (const link of this.#links) link.finish(element.id)
    }
    return merged
  }

  #changed(by: BoardEvents['changed']['by']): void {
    this.emit('changed', { by })
    this.emit('stroke', undefined)
  }

  #parseElement(candidate: unknown): BoardElement | null {
    const parsed = boardElementSchema.safeParse(candidate)
    if (parsed.success) return parsed.data
    this.#refused += 1
    return null
  }

  #imageArrived(id: FileId, image: Blob): void {
    const wanted = this.document.visible().some((item) => item.type === 'image' && item.fileId === id)
    if (!wanted || this.#images.has(id) || image.size > BOARD_LIMITS.imageBytes) return
    this.addImage(id, image)
  }
}
