import {
  linkReplySchema,
  roomLinkSchema,
  sessionReplySchema,
  visitLinkListSchema,
  visitLinkSchema,
  type LinkToken,
  type MakeVisitLink,
  type VisitLinkId,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of links to one visit ask of the server. */
export const visitLinkApi = {
  make: (link: MakeVisitLink) => ask(linkReplySchema, 'POST', '/api/visit-links', link),
  async open() {
    return (await ask(visitLinkListSchema, 'GET', '/api/visit-links')).visitLinks
  },
  async withdraw(id: VisitLinkId): Promise<void> {
    await send('DELETE', `/api/visit-links/${id}`)
  },
  look: (token: LinkToken) => ask(visitLinkSchema, 'POST', '/api/visit-links/look', { token }),
  lookAtRoom: (token: LinkToken) => ask(roomLinkSchema, 'POST', '/api/room-links/look', { token }),
  /** From then on this browser is theirs who has said this name. */
  comeToRoom: (token: LinkToken, displayName: string) =>
    ask(sessionReplySchema, 'POST', '/api/session/companion', { token, displayName }),
  /** From then on this browser is the guest's. */
  come: (token: LinkToken) => ask(sessionReplySchema, 'POST', '/api/session/link', { token }),
}
