import { Store, type Readable } from '@visita/call'
import type { Participant } from '@visita/protocol'
import { recordApi } from '../../platform/record-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type PatientsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** Those last taken on first. */
  | { status: 'listed'; patients: readonly Participant[] }

/** `own`: the doctor treats them. */
export type Found = { kind: 'nobody' } | { kind: 'own' | 'other'; patient: Participant }

/** A doctor's own patients, and the finding of others. */
export class PatientsModel {
  readonly #state = new Store<PatientsState>({ status: 'loading' })

  get state(): Readable<PatientsState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      this.#state.set({ status: 'listed', patients: await recordApi.patients() })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** By the whole e-mail address. Throws `Refused`. */
  async find(login: string): Promise<Found> {
    const [patient, own] = await Promise.all([recordApi.findPatient(login), recordApi.patients()])
    if (patient === null) return { kind: 'nobody' }
    return { kind: own.some(({ id }) => id === patient.id) ? 'own' : 'other', patient }
  }
}
