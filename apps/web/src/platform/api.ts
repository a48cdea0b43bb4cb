import {
  httpErrorSchema,
  sessionReplySchema,
  visitRecordSchema,
  type FileId,
  type ClosingRequest,
  type MessageId,
  type Participant,
  type SessionReply,
  type VisitId,
  type VisitRecord,
} from '@visita/protocol'
import type { ZodMiniType } from 'zod/mini'
import { Refused } from './refused.ts'

/** The server's HTTP interface. Every call throws `Refused`; every answer is parsed. */
export const api = {
  session: (): Promise<SessionReply> => ask(sessionReplySchema, 'GET', '/api/session'),

  async identify(displayName: string): Promise<Participant> {
    const { session } = await ask(sessionReplySchema, 'PUT', '/api/session/guest', { displayName })
    if (session.level !== 'guest') throw new Refused('internal')
    return session.self
  },

  async signOut(): Promise<void> {
    await send('DELETE', '/api/session')
  },

  readVisit: (visitId: VisitId): Promise<VisitRecord> =>
    ask(visitRecordSchema, 'GET', `/api/visits/${visitId}`),

  /** `keepalive` lets a line that was just written arrive even when the page closes now. */
  async keepMessage(visitId: VisitId, id: MessageId, line: { text: string; sentAt: number }): Promise<void> {
    await send('PUT', `/api/visits/${visitId}/messages/${id}`, line, { keepalive: true })
  },

  async keepBoard(visitId: VisitId, board: { revision: number; scene: string; png: string }): Promise<void> {
    await send('PUT', `/api/visits/${visitId}/board`, board)
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

async function ask<T>(schema: ZodMiniType<T>, method: string, path: string, body?: unknown): Promise<T> {
  const parsed = schema.safeParse(await (await send(method, path, body)).json())
  if (!parsed.success) throw new Refused('internal')
  return parsed.data
}

async function send(
  method: string,
  path: string,
  body?: unknown,
  options: Pick<RequestInit, 'keepalive'> = {},
): Promise<Response> {
  const request: RequestInit = { method, ...options }
  if (body !== undefined) {
    request.headers = { 'content-type': 'application/json' }
    request.body = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(path, request)
  } catch {
    throw new Refused('offline')
  }
  if (response.ok) return response
  const error = httpErrorSchema.safeParse(await response.json().catch(() => null))
  throw new Refused(error.data?.error ?? 'internal', error.data?.detail ?? null)
}
