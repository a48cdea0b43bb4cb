import { Store, type Readable } from '@visita/call'
import type { SystemReply } from '@visita/protocol'
import { officeApi } from '../../platform/office-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

const LOOK_AGAIN_MS = 1_500

export type SystemState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** `made`: a backup that was being made while one looked is there now. */
  | { status: 'known'; system: SystemReply; made: boolean }

/** How the server is; while it makes a backup it is asked again and again. */
export class SystemModel {
  readonly #state = new Store<SystemState>({ status: 'loading' })
  #timer: ReturnType<typeof setTimeout> | null = null
  #stopped = false

  get state(): Readable<SystemState> {
    return this.#state
  }

  /** What is returned ends the asking. */
  start(): () => void {
    this.#stopped = false
    void this.load()
    return () => {
      this.#stopped = true
      if (this.#timer !== null) clearTimeout(this.#timer)
    }
  }

  async load(): Promise<void> {
    const before = this.#state.get()
    try {
      const system = await officeApi.system()
      if (this.#stopped) return
      const made = before.status === 'known' && isMaking(before.system) && isMade(system)
      this.#state.set({ status: 'known', system, made })
      if (isMaking(system)) this.#timer = setTimeout(() => void this.load(), LOOK_AGAIN_MS)
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Throws `Refused`. Resolves when every way to the relay was tried. */
  async checkRelay(): Promise<void> {
    const system = await officeApi.checkRelay()
    if (!this.#stopped) this.#state.set({ status: 'known', system, made: false })
  }

  /** Throws `Refused`. */
  async backUp(): Promise<void> {
    await officeApi.backUp()
    await this.load()
  }
}

export const isMaking = ({ backups }: SystemReply): boolean => backups?.nextAt === null

const isMade = (system: SystemReply): boolean => !isMaking(system) && system.backups?.failedAt === null

/** A size as people read it, with the unit that suits it. */
export function amountOf(bytes: number): { unit: 'kilobytes' | 'megabytes' | 'gigabytes'; value: string } {
  const [unit, size] =
    bytes < 1e6
      ? (['kilobytes', bytes / 1e3] as const)
      : bytes < 1e9
        ? (['megabytes', bytes / 1e6] as const)
        : (['gigabytes', bytes / 1e9] as const)
  return { unit, value: size.toLocaleString([], { maximumFractionDigits: size < 10 ? 1 : 0 }) }
}
