import {
  backgroundSchema,
  keptRevisionSchema,
  type Background,
  type BackgroundContent,
  type PersonId,
} from '@visita/protocol'
import { ask } from './http.ts'

/** Allergies, medicines and history of a patient. Every call throws `Refused`; every answer is parsed. */
export const backgroundApi = {
  read: (patient: PersonId): Promise<Background> =>
    ask(backgroundSchema, 'GET', `/api/patients/${patient}/background`),
  /** In the place of revision `after`; `conflict` where that is no longer the newest. */
  async keep(patient: PersonId, after: number, content: BackgroundContent): Promise<number> {
    const path = `/api/patients/${patient}/background`
    return (await ask(keptRevisionSchema, 'PUT', path, { after, content })).revision
  },
}
