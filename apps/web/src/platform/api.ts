import {
  sessionReplySchema,
  visitRecordSchema,
  type FileId,
  type ClosingRequest,
  type LineSummary,
  type MessageId,
  type PageId,
  type SessionReply,
  type VisitId,
  type VisitRecord,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the first pages and the visit ask of the server. Every call throws `Refused`; every answer is parsed. */
export const api = {
  session: (): Promise<SessionReply> => ask(sessionReplySchema, 'GET', '/api/session'),

  identify: (displayName: string): Promise<SessionReply> =>
    ask(sessionReplySchema, 'PUT', '/api/session/guest', { displayName }),

  signIn: (login: string, password: string): Promise<SessionReply> =>
    ask(sessionReplySchema, 'POST', '/api/session/password', { login, password }),

  /** Shows once more who one is. */
  prove: (proof: { password: string; code?: string }): Promise<SessionReply> =>
    ask(sessionReplySchema, 'POST', '/api/session/proof', proof),

  signOut: (): Promise<SessionReply> => ask(sessionReplySchema, 'DELETE', '/api/session'),

  readVisit: (visitId: VisitId): Promise<VisitRecord> =>
    ask(visitRecordSchema, 'GET', `/api/visits/${visitId}`),

  /** `keepalive` lets a line that was just written arrive even when the page closes now. */
  async keepMessage(visitId: VisitId, id: MessageId, line: { text: string; sentAt: number }): Promise<void> {
    await send('PUT', `/api/visits/${visitId}/messages/${id}`, line, { keepalive: true })
  },

  async keepBoard(visitId: VisitId, board: { revision: number; scene: string; png: string }): Promise<void> {
    await send('PUT', `/api/visits/${visitId}/board`, board)
  },

  async keepLine(visitId: VisitId, page: PageId, summary: LineSummary): Promise<void> {
    await send('PUT', `/api/visits/${visitId}/lines/${page}`, summary, { keepalive: true })
  },

  /** The kept board as JSON, see `keepBoardRequestSchema`. */
  async readBoard(visitId: VisitId): Promise<string> {
    return (await send('GET', `/api/visits/${visitId}/board/scene`)).text()
  },

  async readFile(visitId: VisitId, fileId: FileId): Promise<Blob> {
    return (await send('GET', api.fileContent(visitId, fileId))).blob()
  },

  /** `revision` makes a newer picture another address, so that it is fetched. */
  boardPicture: (visitId: VisitId, revision: number): string =>
    `/api/visits/${visitId}/board/png?revision=${revision}`,
  fileContent: (visitId: VisitId, fileId: string): string => `/api/visits/${visitId}/files/${fileId}`,

  /** Says that this page closes or reloads; a beacon is what still gets through at that moment. */
  announceClosing(closing: ClosingRequest): void {
    const body = new Blob([JSON.stringify(closing)], { type: 'application/json' })
    navigator.sendBeacon('/api/rooms/closing', body)
  },
}
