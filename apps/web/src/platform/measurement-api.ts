import {
  keptRevisionSchema,
  measurementListSchema,
  type CaseId,
  type Measurement,
  type MeasureRequest,
  type PhotoId,
} from '@visita/protocol'
import { ask } from './http.ts'

/** What was measured on photographs. Every call throws `Refused`; every answer is parsed. */
export const measurementApi = {
  /** The newest of each photograph of a case, in the order in which those were taken. */
  async list(of: CaseId): Promise<readonly Measurement[]> {
    return (await ask(measurementListSchema, 'GET', `/api/cases/${of}/measurements`)).measurements
  },
  /** In the place of revision `after`; `conflict` where somebody else has measured since. */
  async keep(of: CaseId, photo: PhotoId, measured: MeasureRequest): Promise<void> {
    await ask(keptRevisionSchema, 'PUT', `/api/cases/${of}/photos/${photo}/measurement`, measured)
  },
}
