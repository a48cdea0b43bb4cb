import { type ActingRole, ROLES } from '@visita/protocol'
import { aLine } from '../lines.ts'
import { answerOf, MOLE, scoreOf } from '../cases.ts'
import { aDrawnOutline, photoAnnouncement, photoBytes } from '../photos.ts'
import type { BrowserRequest } from '../server.ts'
import { announcementOf, bytesOf } from '../uploads.ts'
import * as cases from './case-things.ts'
import * as handOver from './hand-over-things.ts'
import * as companions from './companion-things.ts'
import * as things from './things.ts'
import type { MakeThing } from './things.ts'

type Ids = Readonly<Record<string, string>>

/** How one asks for something by its id, and what there is to ask for. */
export interface IdRoute {
  things: readonly MakeThing[]
  /** All that the request has besides its address. */
  request?: (ids: Ids) => BrowserRequest
  /** Where the address does not follow from the route's alone. */
  path?: (ids: Ids) => string
  /** The ids that it takes, where its schema does not say. */
  fields?: readonly string[]
  /** Ids that the page makes: any is as good as another. */
  made?: readonly string[]
  /** Narrows what is shown: any id will do. */
  filters?: true
  /** Named by the rule, and nobody of that role can have one yet. */
  unheld?: readonly ActingRole[]
  /** The id admits whoever has it: asked without a session, because it would be replaced. */
  admits?: true
}

const tus = { headers: { 'tus-resumable': '1.0.0' } }

/**
 * Every route that is asked by an id, by the name of its method and address. A route that is not here, and one here
 * that is no more, fails the test.
 */
export const ID_ROUTES: Readonly<Record<string, IdRoute>> = {
  'GET /api/visits/:visitId': { things: things.visitToRead },
  'GET /api/visits/:visitId/board/scene': { things: things.visitToRead },
  'GET /api/visits/:visitId/board/png': { things: things.visitToRead },
  'GET /api/visits/:visitId/files/:fileId': { things: things.visitToRead },
  'PUT /api/visits/:visitId/board': {
    things: things.visitToWrite,
    request: () => ({ json: things.newBoard() }),
  },
  'PUT /api/visits/:visitId/messages/:messageId': {
    things: [...things.visitToWrite, companions.visitWithCompanions],
    request: () => ({ json: { text: 'It itches.', sentAt: 1 } }),
    made: ['messageId'],
  },
  'PUT /api/visits/:visitId/lines/:pageId': {
    things: [...things.visitToWrite, companions.visitWithCompanions],
    request: () => ({ json: aLine() }),
    made: ['pageId'],
  },

  'POST /api/uploads/:storageId?': {
    things: things.visitToWrite,
    path: () => '/api/uploads',
    fields: ['visitId'],
    request: ({ visitId = '' }) => announcementOf({ visitId }),
  },
  'HEAD /api/uploads/:storageId?': { things: things.upload, request: () => tus },
  'PATCH /api/uploads/:storageId?': { things: things.upload, request: () => bytesOf() },
  'DELETE /api/uploads/:storageId?': { things: things.upload, request: () => tus },

  'GET /api/patients/:personId': { things: [things.record] },
  'PUT /api/patients/:personId/cases/:caseId': {
    things: [cases.caseToWrite],
    request: () => ({ json: { title: 'Itching on the arm', complaint: 'rash' } }),
    made: ['caseId'],
  },
  'GET /api/patients/:personId/background': { things: [things.record] },
  'PUT /api/patients/:personId/background': {
    things: [handOver.background],
    request: () => ({ json: handOver.newBackground() }),
  },
  'GET /api/patients/:personId/consents': { things: [things.record] },
  'PUT /api/patients/:personId/consents/:kind': {
    things: [handOver.consent],
    request: () => ({ json: { after: 0, answer: 'yes', version: 1 } }),
    path: ({ personId = '' }) => `/api/patients/${personId}/consents/research`,
    fields: ['personId'],
  },
  'GET /api/cases/:caseId/timeline': { things: [cases.caseToRead], fields: ['caseId'] },
  'GET /api/cases/:caseId/notes': { things: [cases.caseToRead] },
  'PUT /api/cases/:caseId/notes/:noteId': {
    things: [cases.caseToWrite],
    request: ({ visitId, addendumTo }) => ({
      json: { after: 0, content: { kind: 'text', text: 'Better.' }, visit: visitId, addendumTo },
    }),
    path: ({ caseId = '' }) => `/api/cases/${caseId}/notes/${crypto.randomUUID()}`,
    fields: ['caseId', 'visitId', 'addendumTo'],
    made: ['noteId'],
  },
  'PUT /api/cases/:caseId/notes/:noteId/signature': {
    things: [cases.caseToWrite],
    request: () => ({ json: { revision: 1 } }),
  },
  'DELETE /api/cases/:caseId/notes/:noteId': { things: [cases.caseToWrite] },
  'PUT /api/cases/:caseId/entries/:entryId': {
    things: [cases.caseToWrite],
    request: ({ treatment }) => ({
      json: { kind: 'treatment_stop', treatment, to: '2026', reason: 'wish', text: '' },
    }),
    fields: ['caseId', 'treatment'],
    made: ['entryId'],
  },
  'GET /api/cases/:caseId/scores': { things: [cases.caseToRead] },
  'PUT /api/cases/:caseId/scores/:scoreId': {
    things: [cases.caseToWrite],
    request: ({ lesion, replaces }) => ({ json: { ...scoreOf(MOLE), lesion, replaces } }),
    fields: ['caseId', 'lesion', 'replaces'],
    made: ['scoreId'],
  },
  'PUT /api/cases/:caseId/answers/:scoreId': {
    things: [cases.caseToAnswer],
    request: ({ replaces }) => ({ json: { ...answerOf(), replaces } }),
    fields: ['caseId', 'replaces'],
    made: ['scoreId'],
  },
  'PUT /api/cases/:caseId/questions/:questionId': {
    things: [cases.caseToWrite],
    request: () => ({ json: { instrument: 'itch_nrs' } }),
    path: ({ caseId = '' }) => `/api/cases/${caseId}/questions/${crypto.randomUUID()}`,
    made: ['questionId'],
  },
  'DELETE /api/cases/:caseId/questions/:questionId': { things: [cases.caseToWrite] },
  'GET /api/cases/:caseId': { things: [cases.caseToRead] },
  'PUT /api/cases/:caseId/state': {
    things: [cases.caseToWrite],
    request: () => ({ json: { state: 'closed' } }),
  },
  'PUT /api/cases/:caseId/offer': {
    things: [handOver.caseToLead],
    request: ({ doctor }) => ({ json: { to: doctor } }),
    fields: ['caseId', 'doctor'],
  },
  'DELETE /api/cases/:caseId/offer': { things: [handOver.caseToLead] },
  'PUT /api/cases/:caseId/offer/answer': {
    things: [handOver.offeredCase],
    request: () => ({ json: { answer: 'accept' } }),
  },
  'PUT /api/cases/:caseId/responsible': { things: [handOver.orphanedCase] },
  'PUT /api/cases/:caseId/team/:personId': { things: [handOver.caseToLead] },
  'DELETE /api/cases/:caseId/team/:personId': { things: [handOver.caseToLead] },
  'PUT /api/cases/:caseId/lesions/:lesionId': {
    things: [cases.caseToWrite],
    request: () => ({ json: { site: 'forearm-front-left', label: 'Red patch', since: null } }),
    made: ['lesionId'],
  },
  'GET /api/cases/:caseId/photos': { things: [cases.caseToRead] },
  'GET /api/cases/:caseId/photos/:photoId/:rendition': {
    things: [cases.photoToRead],
    path: ({ caseId = '', photoId = '' }) => `/api/cases/${caseId}/photos/${photoId}/screen`,
  },
  'GET /api/cases/:caseId/measurements': { things: [cases.caseToRead], fields: ['caseId'] },
  'PUT /api/cases/:caseId/photos/:photoId/measurement': {
    things: [cases.photoToAskFor],
    request: () => ({ json: { after: 0, drawn: aDrawnOutline() } }),
  },
  'PUT /api/cases/:caseId/photos/:photoId/retake': {
    things: [cases.photoToAskFor],
    request: () => ({ json: { why: 'blurred' } }),
  },
  'POST /api/photo-uploads/:storageId?': {
    things: [cases.caseToAddTo],
    path: () => '/api/photo-uploads',
    fields: ['caseId'],
    request: ({ caseId = '' }) => photoAnnouncement({ caseId }),
  },
  'HEAD /api/photo-uploads/:storageId?': { things: cases.photoUpload, request: () => tus },
  'PATCH /api/photo-uploads/:storageId?': { things: cases.photoUpload, request: () => photoBytes() },
  'DELETE /api/photo-uploads/:storageId?': { things: cases.photoUpload, request: () => tus },
  'PATCH /api/people/:personId': {
    things: [things.account],
    request: () => ({ json: { status: 'disabled' } }),
  },
  'DELETE /api/people/:personId': { things: [things.account] },
  'POST /api/people/:personId/reset': { things: [things.account] },

  'PUT /api/requests/:requestId': {
    things: [things.request, things.requestByLink],
    request: ({ doctor }) => ({ json: { reason: 'other', text: '', doctor, urgent: false } }),
    made: ['requestId'],
  },
  'PUT /api/requests/:requestId/check': {
    things: [things.request, things.requestByLink],
    request: () => ({ json: { camera: 'works', microphone: 'works', line: 'good' } }),
  },
  'DELETE /api/requests/:requestId': { things: [things.request, things.requestByLink] },

  'POST /api/break-glass': {
    things: [things.patientToFind],
    request: ({ patient }) => ({ json: { patient, reason: 'Brought in unconscious.' } }),
  },
  'DELETE /api/break-glass/:breakGlassId': { things: [things.access] },
  'PUT /api/break-glass/:breakGlassId/verdict': {
    things: [things.access],
    request: () => ({ json: { verdict: 'justified' } }),
  },

  'GET /api/audit': {
    things: [things.inLog],
    filters: true,
    path: (ids) => `/api/audit?${new URLSearchParams(ids).toString()}`,
  },
  'GET /api/audit/export': {
    things: [things.inLog],
    filters: true,
    path: (ids) => `/api/audit/export?${new URLSearchParams({ ...ids, format: 'csv' }).toString()}`,
  },

  'DELETE /api/sessions/:sessionId': { things: ROLES.map(things.sessionOf) },
  'DELETE /api/account/passkeys/:passkeyId': { things: ROLES.map(things.passkeyOf) },
  'POST /api/rooms/closing': {
    things: [...things.seats, ...companions.seatsByLink],
    request: (ids) => ({ json: { ...ids, connection: null } }),
  },

  'DELETE /api/invitations/:invitationId': { things: things.openInvitations },
  'POST /api/invitations/look': {
    things: [things.invitation],
    request: ({ token }) => ({ json: { token } }),
    admits: true,
  },
  'POST /api/invitations/accept': {
    things: [things.invitation],
    request: ({ token }) => ({
      json: {
        token,
        displayName: 'Somebody invited',
        login: `${token}@clinic.example`,
        password: 'a long horse 7',
      },
    }),
    admits: true,
  },
  'POST /api/visit-links': {
    things: [things.doctorToWish],
    request: ({ doctor }) => ({ json: { displayName: 'Johanna Beispiel', doctor } }),
  },
  'DELETE /api/visit-links/:visitLinkId': { things: things.openVisitLinks },
  'POST /api/visit-links/look': {
    things: [things.visitLink],
    request: ({ token }) => ({ json: { token } }),
    admits: true,
  },
  'POST /api/session/link': {
    things: [things.visitLink],
    request: ({ token }) => ({ json: { token } }),
    admits: true,
  },
  'POST /api/resets': {
    things: [things.reset],
    request: ({ token }) => ({ json: { token, password: 'a longer horse 8' } }),
    admits: true,
  },
}

/** Asked by an id, and not in the matrix: why. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'POST /api/setup': 'its link is void as soon as there is anybody to ask: accounts.int.test',
  'POST /api/room-links/look': 'its link is good for the room of that moment: rooms-by-link.int.test',
  'POST /api/session/companion': 'as that of looking at the link',
  'POST /api/session/hospital':
    'its invitation is looked at when its person is back: hospital-login.int.test',
  'OPTIONS /api/photo-uploads/:storageId?': 'as that of files',
  'OPTIONS /api/uploads/:storageId?': 'tells which version of tus is spoken, whatever the id',
}
