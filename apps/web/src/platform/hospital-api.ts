import {
  hospitalAnsweredSchema,
  hospitalBegunSchema,
  ownHospitalLoginSchema,
  type LinkToken,
} from '@visita/protocol'
import { ask, send } from './http.ts'

const begin = async (path: string, body?: unknown): Promise<string> =>
  (await ask(hospitalBegunSchema, 'POST', path, body)).url

/** The hospital's own login. What begins something there gives the address to go to. */
export const hospitalApi = {
  signIn: (): Promise<string> => begin('/api/session/hospital', { invitation: null }),
  acceptInvitation: (invitation: LinkToken): Promise<string> =>
    begin('/api/session/hospital', { invitation }),
  prove: (page: string, code: string): Promise<string> =>
    begin('/api/session/hospital/proof', code === '' ? { page } : { page, code }),
  bind: (): Promise<string> => begin('/api/account/hospital'),

  /** `answer`: what somebody came back with, behind the `?`. */
  answer: (answer: string) => ask(hospitalAnsweredSchema, 'POST', '/api/session/hospital/answer', { answer }),

  own: () => ask(ownHospitalLoginSchema, 'GET', '/api/account/hospital'),
  async unbind(): Promise<void> {
    await send('DELETE', '/api/account/hospital')
  },
}
