import { Store, type Readable } from '@visita/call'
import type { Setting, SettingValue } from '@visita/protocol'
import { officeApi } from '../../platform/office-api.ts'
import { Refused, refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { draftOf, valueOf, type Draft } from './setting-words.ts'

export type SettingsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  | {
      status: 'listed'
      settings: readonly Setting[]
      /** Those that were changed and are not saved, by key. */
      drafts: ReadonlyMap<string, Draft>
      /** The fields that hold something that does not fit. */
      wrong: ReadonlySet<string>
      saved: boolean
    }
type Listed = Extract<SettingsState, { status: 'listed' }>

/** The settings of the clinic, all changes of which are saved together (B35). */
export class SettingsModel {
  readonly #state = new Store<SettingsState>({ status: 'loading' })

  get state(): Readable<SettingsState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      this.#state.set(asSaved(await officeApi.settings(), false))
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** What is set back to what holds is no change. */
  change(setting: Setting, draft: Draft): void {
    const state = this.#state.get()
    if (state.status !== 'listed') return
    const drafts = new Map(state.drafts)
    if (draft === draftOf(setting)) drafts.delete(setting.key)
    else drafts.set(setting.key, draft)
    const wrong = new Set(state.wrong)
    wrong.delete(setting.key)
    this.#state.set({ ...state, drafts, wrong, saved: false })
  }

  undo(): void {
    const state = this.#state.get()
    if (state.status === 'listed') this.#state.set(asSaved(state.settings, false))
  }

  /** Saves all changes or none. Throws `Refused`; where a field is what is wrong, it says so instead. */
  async save(): Promise<void> {
    const state = this.#state.get()
    if (state.status !== 'listed' || state.drafts.size === 0) return
    const { changes, wrong } = changesOf(state)
    this.#state.set({ ...state, wrong })
    if (wrong.size > 0) return
    try {
      this.#state.set(asSaved(await officeApi.changeSettings(changes), true))
    } catch (error) {
      const field = error instanceof Refused && error.code === 'bad_request' ? error.detail : null
      if (field === null || !state.drafts.has(field)) throw error
      this.#state.set({ ...state, wrong: new Set([field]) })
    }
  }
}

const asSaved = (settings: readonly Setting[], saved: boolean): Listed => ({
  status: 'listed',
  settings,
  drafts: new Map(),
  wrong: new Set(),
  saved,
})

function changesOf({ settings, drafts }: Listed): {
  changes: Record<string, SettingValue>
  wrong: Set<string>
} {
  const changes: Record<string, SettingValue> = {}
  const wrong = new Set<string>()
  for (const setting of settings) {
    const draft = drafts.get(setting.key)
    if (draft === undefined) continue
    const given = valueOf(setting, draft)
    if (given === null) wrong.add(setting.key)
    else changes[setting.key] = given.value
  }
  return { changes, wrong }
}

/** By their headings, in the order in which the server lists them. */
export const bySection = (settings: readonly Setting[]): [section: string, settings: Setting[]][] =>
  Array.from(Map.groupBy(settings, ({ section }) => section))
