import type { Transaction } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { AllGiven, Given } from './given.ts'
import { isPageKey, type Key, PARAMETERS, type PageKey, type Values } from './parameters/index.ts'
import { pageGiven, type SettingsRepository } from './repository.ts'
import { check, settle, type Settled, sourceOf } from './settle.ts'

/** Every parameter as it is now; what the administrator's page changes holds at once, without a restart. */
export class Settings {
  readonly #start: Settled
  readonly #repository: SettingsRepository
  readonly #listeners = new Set<{ key: PageKey; tell: () => void }>()
  #page: ReadonlyMap<PageKey, Given> = new Map()
  #now: Settled

  private constructor(start: Settled, repository: SettingsRepository) {
    this.#start = start
    this.#repository = repository
    this.#now = start
  }

  /** `start`: what environment and file say. Throws StartupError where a stored value does not fit any more. */
  static async open(start: Settled, repository: SettingsRepository): Promise<Settings> {
    const settings = new Settings(start, repository)
    settings.#page = await repository.list()
    settings.#now = settle(settings.#merged(settings.#page))
    return settings
  }

  get<K extends Key>(key: K): Values[K] {
    return this.#now.values[key]
  }

  get settled(): Settled {
    return this.#now
  }

  /** Calls `listener` with each later value; what is returned ends that. */
  subscribe<K extends PageKey>(key: K, listener: (value: Values[K]) => void): () => void {
    const entry = { key, tell: () => listener(this.get(key)) }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  /**
   * Sets all of `changes` or none, together with what `alongside` writes in the same transaction. Refuses as
   * `conflict` what environment or file have set, and as `bad_request` what does not fit or is unsafe in
   * production; `detail` is the key.
   */
  async change(
    changes: Readonly<Record<string, unknown>>,
    alongside: (tx: Transaction<Tables>, keys: PageKey[]) => Promise<void>,
  ): Promise<void> {
    const wanted = new Map(Object.entries(changes).map(([name, value]) => this.#requireChange(name, value)))
    this.#requireSafe(new Map([...this.#page, ...wanted]))
    const keys = [...wanted.keys()]
    await this.#repository.transaction(async (tx) => {
      for (const [key, { value }] of wanted) await this.#repository.keep(tx, key, value)
      await alongside(tx, keys)
    })
    this.#page = new Map([...this.#page, ...wanted])
    this.#now = settle(this.#merged(this.#page))
    for (const { key, tell } of this.#listeners) if (wanted.has(key)) tell()
  }

  #requireChange(name: string, value: unknown): [PageKey, Given] {
    if (!isPageKey(name)) throw new Refusal('bad_request', 'key')
    const source = sourceOf(this.#start, name)
    if (source !== 'default') throw new Refusal('conflict', name)
    if (!PARAMETERS[name].kind.schema.safeParse(value).success) throw new Refusal('bad_request', name)
    return [name, pageGiven(name, value)]
  }

  #requireSafe(page: ReadonlyMap<PageKey, Given>): void {
    const [fault] = check(this.#merged(page)).faults
    if (fault !== undefined) throw new Refusal('bad_request', fault.key)
  }

  #merged(page: ReadonlyMap<PageKey, Given>): AllGiven {
    return new Map<Key, Given>([...page, ...this.#start.given])
  }
}
