import {
  consentListSchema,
  type AnswerConsentRequest,
  type Consent,
  type ConsentKind,
  type PersonId,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What a patient agrees to. Every call throws `Refused`; every answer is parsed. */
export const consentApi = {
  async list(patient: PersonId): Promise<readonly Consent[]> {
    return (await ask(consentListSchema, 'GET', `/api/patients/${patient}/consents`)).consents
  },
  /** One's own answer; `conflict` where another came before it, or the words have changed. */
  async answer(patient: PersonId, kind: ConsentKind, answer: AnswerConsentRequest): Promise<void> {
    await send('PUT', `/api/patients/${patient}/consents/${kind}`, answer)
  },
}
