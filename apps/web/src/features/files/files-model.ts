import {
  diskSink,
  isOver,
  isPicture,
  Scope,
  Store,
  type FileExchange,
  type Readable,
  type Transfer,
} from '@visita/call'
import type { FileId, Participant, PersonId } from '@visita/protocol'
import type { ChooseTarget } from './choose-target.ts'

/** One file as the panel shows it. `url` leads to its content where this page holds it. */
export interface FileCard extends Transfer {
  readonly url: string | null
  readonly picture: boolean
  /** From whom it comes, or to whom it goes: what is sent to several has a card for each. */
  readonly person: Participant
}

/** The files between this person and one other. */
interface Way {
  person: Participant
  /** Null once they have left. */
  exchange: FileExchange | null
  transfers: readonly Transfer[]
}

/** Why something that the person asked for did not happen; `name` is the file's. */
export interface FilesProblem {
  code: 'too_large' | 'too_many' | 'cannot_write' | 'no_longer_offered'
  name: string
}

export interface FilesModelNeeds {
  newId: () => FileId
  /** `null` where the browser cannot stream to the disk. */
  chooseTarget: ChooseTarget | null
}

/** The files of a visit (A10) as one person sees them. */
export class FilesModel {
  readonly #newId: () => FileId
  #ways: readonly Way[] = []
  readonly #chooseTarget: ChooseTarget | null
  readonly #cards = new Store<readonly FileCard[]>([])
  readonly #problem = new Store<FilesProblem | null>(null)
  readonly #news = new Store(0)
  readonly #seen = new Set<FileId>()
  readonly #urls = new Map<FileId, string>()
  readonly #scope = new Scope()

  constructor({ newId, chooseTarget }: FilesModelNeeds) {
    this.#newId = newId
    this.#chooseTarget = chooseTarget
    this.#scope.add(() => {
      for (const url of this.#urls.values()) URL.revokeObjectURL(url)
      this.#urls.clear()
    })
  }

  /** Shows the files of this exchange too; when the returned function is called, what is unfinished has ended. */
  attach(person: Participant, exchange: FileExchange): () => void {
    const way: Way = { person, exchange, transfers: exchange.transfers.get() }
    this.#ways = [...this.#ways, way]
    const follow = (): void => {
      way.transfers = exchange.transfers.get()
      this.#show()
    }
    const release = exchange.transfers.subscribe(follow)
    this.#show()
    return () => {
      release()
      way.exchange = null
      const gone = { kind: 'cancelled', by: 'other' } as const
      way.transfers = way.transfers.map((each) => (isOver(each.state) ? each : { ...each, state: gone }))
      this.#show()
    }
  }

  get cards(): Readable<readonly FileCard[]> {
    return this.#cards
  }

  get problem(): Readable<FilesProblem | null> {
    return this.#problem
  }

  /** How many files arrived, or wait for an answer, since `look` was called. */
  get news(): Readable<number> {
    return this.#news
  }

  get canSaveToDisk(): boolean {
    return this.#chooseTarget !== null
  }

  /** The person has the list before them. */
  look(): void {
    for (const { id } of this.#cards.get().filter(isNews)) this.#seen.add(id)
    this.#show()
  }

  /** Offers these files to everybody, or to one of them. */
  send(files: Iterable<File>, to: PersonId | null = null): void {
    this.#problem.set(null)
    for (const file of files) {
      const id = this.#newId()
      for (const { person, exchange } of this.#ways) {
        if (to !== null && person.id !== to) continue
        const result = exchange?.send(file, 'file', id)
        if (result?.ok === false) this.#problem.set({ code: result.error, name: file.name })
      }
    }
  }

  /** Asks where to, and streams the offered file there. Must be called from a click. */
  async saveToDisk(card: FileCard): Promise<void> {
    if (this.#chooseTarget === null) return
    const { id, name } = card
    this.#problem.set(null)
    try {
      const target = await this.#chooseTarget(name)
      if (target === null) return
      const taken = !this.#scope.disposed && this.#exchangeOf(card)?.accept(id, diskSink(target))
      if (!taken) this.#problem.set({ code: 'no_longer_offered', name })
    } catch {
      this.#problem.set({ code: 'cannot_write', name })
    }
  }

  /** Takes the offered file into memory, from where it can be saved when it is there. */
  keepInMemory(card: FileCard): void {
    this.#exchangeOf(card)?.accept(card.id)
  }

  decline(card: FileCard): void {
    this.#exchangeOf(card)?.decline(card.id)
  }

  cancel(card: FileCard): void {
    this.#exchangeOf(card)?.cancel(card.id)
  }

  dismissProblem(): void {
    this.#problem.set(null)
  }

  dispose(): void {
    this.#scope.dispose()
  }

  #show(): void {
    const cards = this.#ways
      .flatMap(({ person, transfers }) => transfers.map((transfer) => ({ ...transfer, person })))
      .filter(({ purpose }) => purpose === 'file')
      .map((card) => ({ ...card, picture: isPicture(card.mediaType), url: this.#urlOf(card) }))
    this.#cards.set(cards)
    this.#news.set(cards.filter((card) => isNews(card) && !this.#seen.has(card.id)).length)
  }

  #exchangeOf({ person }: FileCard): FileExchange | null {
    return this.#ways.find((way) => way.person.id === person.id && way.exchange !== null)?.exchange ?? null
  }

  #urlOf({ id, direction, mediaType, state }: Transfer): string | null {
    if (this.#scope.disposed || state.kind !== 'done' || state.content === null) return null
    // One's own file has the type it came with, which may be one that runs in the page.
    if (direction === 'out' && !isPicture(mediaType)) return null
    const url = this.#urls.get(id) ?? URL.createObjectURL(state.content)
    this.#urls.set(id, url)
    return url
  }
}

function isNews({ direction, state }: Transfer): boolean {
  return direction === 'in' && (state.kind === 'offered' || state.kind === 'done')
}

/** Whether there is still something to cancel. */
export function canCancel(card: FileCard): boolean {
  return !isOver(card.state) && !(card.direction === 'in' && card.state.kind === 'offered')
}
