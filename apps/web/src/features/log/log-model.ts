import { Store, type Readable } from '@visita/call'
import type { AuditCheck, AuditFormat, AuditPage, Participant, PersonId } from '@visita/protocol'
import { officeApi } from '../../platform/office-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { EVERYTHING, type LogFilter, queryOf } from './log-filter.ts'

export type LogEntry = AuditPage['entries'][number]

export type LogState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first; `next` is where older ones go on, null at the end. */
  | { status: 'listed'; entries: readonly LogEntry[]; next: number | null }

/** The audit log as the privacy officer searches it (B14). */
export class LogModel {
  readonly #state = new Store<LogState>({ status: 'loading' })
  readonly #filter = new Store<LogFilter>(EVERYTHING)
  readonly #staff = new Store<readonly Participant[]>([])
  readonly #names = new Map<PersonId, string>()

  get state(): Readable<LogState> {
    return this.#state
  }

  /** What was searched for last. */
  get filter(): Readable<LogFilter> {
    return this.#filter
  }

  /** Those who work here, by name; none while they are not known. */
  get staff(): Readable<readonly Participant[]> {
    return this.#staff
  }

  /** Of whoever works here or has acted; null of others, who are numbers to the log. */
  nameOf(id: PersonId): string | null {
    return this.#names.get(id) ?? null
  }

  /** Also without their names there is a log to read. */
  async loadStaff(): Promise<void> {
    const staff = await officeApi.staff().catch(() => [])
    this.#remember(staff)
    this.#staff.set(staff.toSorted((a, b) => a.displayName.localeCompare(b.displayName)))
  }

  async search(filter: LogFilter): Promise<void> {
    this.#filter.set(filter)
    this.#state.set({ status: 'loading' })
    try {
      const page = await officeApi.searchLog(queryOf(filter))
      // Somebody who is quick has searched for something else meanwhile.
      if (this.#filter.get() !== filter) return
      this.#remember(page.actors)
      this.#state.set({ status: 'listed', entries: page.entries, next: page.next })
    } catch (error) {
      if (this.#filter.get() === filter) this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Adds the next older ones. Throws `Refused`; what is shown stays then. */
  async more(): Promise<void> {
    const listed = this.#state.get()
    if (listed.status !== 'listed' || listed.next === null) return
    const query = queryOf(this.#filter.get())
    query.set('before', String(listed.next))
    const page = await officeApi.searchLog(query)
    if (this.#state.get() !== listed) return
    this.#remember(page.actors)
    this.#state.set({ ...listed, entries: [...listed.entries, ...page.entries], next: page.next })
  }

  /** Whether the log is as it was written. Throws `Refused`. */
  check(): Promise<AuditCheck> {
    return officeApi.checkLog()
  }

  /** Where everything that was searched for last can be had as a file. */
  fileOf(format: AuditFormat): string {
    return officeApi.logFile(queryOf(this.#filter.get()), format)
  }

  #remember(people: readonly Participant[]): void {
    for (const { id, displayName } of people) this.#names.set(id, displayName)
  }
}
