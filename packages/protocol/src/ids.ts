import * as z from 'zod/mini'

const opaque = (minBytes: number) => {
  const minLength = Math.ceil((minBytes * 4) / 3)
  return z.string().check(z.minLength(minLength), z.maxLength(64), z.regex(/^[A-Za-z0-9_-]+$/))
}

/** Names one identified person while they are here; public to everyone in the lobby. */
export const personIdSchema = z.uuid().brand<'PersonId'>()
export type PersonId = z.infer<typeof personIdSchema>

export const ringIdSchema = z.uuid().brand<'RingId'>()
export type RingId = z.infer<typeof ringIdSchema>

/** Names a visit in the record. Knowing it opens nothing: reading asks for a session that took part. */
export const visitIdSchema = z.uuid().brand<'VisitId'>()
export type VisitId = z.infer<typeof visitIdSchema>

/** Admission to a room: base64url of at least 128 random bits, given to the two invited only. */
export const roomIdSchema = opaque(16).brand<'RoomId'>()
export type RoomId = z.infer<typeof roomIdSchema>

/** Proof of holding one person's seat in a room; moves to the tab that takes the call over. */
export const seatTokenSchema = opaque(16).brand<'SeatToken'>()
export type SeatToken = z.infer<typeof seatTokenSchema>

/** Names one opened page for as long as it is in a call: a reload makes another. */
export const pageIdSchema = z.uuid().brand<'PageId'>()
export type PageId = z.infer<typeof pageIdSchema>

/** Names one RTCPeerConnection, so that signals meant for an earlier one are recognised. */
export const connectionIdSchema = z.uuid().brand<'ConnectionId'>()
export type ConnectionId = z.infer<typeof connectionIdSchema>

export const messageIdSchema = z.uuid().brand<'MessageId'>()
export type MessageId = z.infer<typeof messageIdSchema>

export const fileIdSchema = z.uuid().brand<'FileId'>()
export type FileId = z.infer<typeof fileIdSchema>

/** Names one opened session in the list of one's own; it is not what admits. */
export const sessionIdSchema = z.uuid().brand<'SessionId'>()
export type SessionId = z.infer<typeof sessionIdSchema>

/** Names one passkey in the list of one's own; it is not the credential's id. */
export const passkeyIdSchema = z.uuid().brand<'PasskeyId'>()
export type PasskeyId = z.infer<typeof passkeyIdSchema>

/** What a single-use link carries behind its `#`: base64url of 256 random bits. */
export const linkTokenSchema = opaque(32).brand<'LinkToken'>()
export type LinkToken = z.infer<typeof linkTokenSchema>

/** Names an invitation in the list of those that are open; the link's token is what admits. */
export const invitationIdSchema = z.uuid().brand<'InvitationId'>()
export type InvitationId = z.infer<typeof invitationIdSchema>

/** Names a link to one visit in the list of those that admit; the link's token is what admits. */
export const visitLinkIdSchema = z.uuid().brand<'VisitLinkId'>()
export type VisitLinkId = z.infer<typeof visitLinkIdSchema>

/** Names a case: one complaint of a patient that is followed. The page that opens it makes the id. */
export const caseIdSchema = z.uuid().brand<'CaseId'>()
export type CaseId = z.infer<typeof caseIdSchema>

/** Names one place on the skin that a case follows. */
export const lesionIdSchema = z.uuid().brand<'LesionId'>()
export type LesionId = z.infer<typeof lesionIdSchema>

/** Names a photograph of a case. The device that takes it makes the id. */
export const photoIdSchema = z.uuid().brand<'PhotoId'>()
export type PhotoId = z.infer<typeof photoIdSchema>

/** Names something that was written into a case, such as a diagnosis. The page makes the id. */
export const entryIdSchema = z.uuid().brand<'EntryId'>()
export type EntryId = z.infer<typeof entryIdSchema>

/** Names a clinical score of a case, such as a PASI of one day. The page makes the id. */
export const scoreIdSchema = z.uuid().brand<'ScoreId'>()
export type ScoreId = z.infer<typeof scoreIdSchema>

/** Names that a patient is asked to answer a questionnaire. The page of the doctor makes the id. */
export const questionIdSchema = z.uuid().brand<'QuestionId'>()
export type QuestionId = z.infer<typeof questionIdSchema>

/** Names a note in a case. The page that begins it makes the id. */
export const noteIdSchema = z.uuid().brand<'NoteId'>()
export type NoteId = z.infer<typeof noteIdSchema>

export const requestIdSchema = z.uuid().brand<'RequestId'>()
export type RequestId = z.infer<typeof requestIdSchema>
