import {
  breakGlassReplySchema,
  enrolledReplySchema,
  linkReplySchema,
  requestIdSchema,
  type Role,
  type RoomId,
  type Seat,
  sessionReplySchema,
  totpReplySchema,
} from '@visita/protocol'
import { TOTP } from 'otpauth'
import { newId } from '../../platform/random.ts'
import { Authenticator } from '../authenticator.ts'
import { aPage, type Page } from '../page.ts'
import { asked } from '../passkeys.ts'
import { takeRequest } from '../requests.ts'
import { type Browser, browserFetch } from '../server.ts'
import { announcementOf, bytesOf } from '../uploads.ts'
import { followACase, tellBackground } from './fill-record.ts'
import type { Sender } from './sender.ts'

interface Person extends Browser {
  login: string
  password: string
}

/** What is left out, because it says nothing of a person. */
export const OF_NOBODY = new Set(['PUT /api/settings body.changes{}', 'PUT /api/settings body.changes{}[]'])

/** Somebody of each role that a route or event which takes a text is for. */
export type Clinic = Readonly<Record<'administrator' | 'privacy_officer' | 'doctor' | 'patient', Browser>>

/** Fills a new clinic with marked texts through every route and event that takes any. */
export async function fill(sender: Sender, setUpToken: string): Promise<Clinic> {
  const administrator = await comeIn(sender, '/api/setup', setUpToken, { isStaff: true })
  const account = (roles: Role[]) => invited(sender, administrator, roles)
  const [patient, other] = [await account(['patient']), await signedUp(sender)]
  const [doctor, stranger] = [await account(['doctor']), await account(['doctor'])]
  await invitePatient(sender, doctor)
  await comeByLink(sender, doctor)
  await addPasskey(sender, patient)
  await proveWrongly(sender, patient)
  await changePassword(sender, patient)
  await resetPassword(sender, administrator, other)
  await askAndMeet(sender, patient, doctor)
  await tellBackground(sender, patient)
  await followACase(sender, patient, doctor)
  await breakTheGlass(sender, stranger, patient)
  await meetInLobby(sender)
  return { administrator, patient, doctor, privacy_officer: await account(['privacy_officer']) }
}

const codeOf = (secret: string): string => new TOTP({ secret }).generate()

const newAccount = (sender: Sender) => ({
  displayName: `${sender.mark()} of the clinic`,
  login: `${sender.mark()}@clinic.example`,
  password: `${sender.mark()} and a horse`,
})

async function comeIn(
  sender: Sender,
  path: '/api/setup' | '/api/invitations/accept' | '/api/sign-up',
  token: string | null,
  { isStaff }: { isStaff: boolean },
): Promise<Person> {
  const account = newAccount(sender)
  const json = token === null ? account : { token, ...account }
  const reply = await sender.ask(`POST ${path}`, sender.stranger(), { json, expected: 200 })
  const browser = await browserAfter(sender, reply)
  return { ...(isStaff ? await enrolled(sender, browser) : browser), ...account }
}

async function browserAfter(sender: Sender, reply: Response): Promise<Browser> {
  const body: unknown = await reply.clone().json()
  const enrolment = enrolledReplySchema.safeParse(body)
  const { session } = enrolment.data?.reply ?? sessionReplySchema.parse(body)
  if (session.level === 'none') throw new Error('nobody is signed in')
  const cookie = reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { self: session.self, cookie, fetch: browserFetch(sender.url, cookie) }
}

async function enrolled(sender: Sender, pending: Browser): Promise<Browser> {
  const proposed = await sender.ask('POST /api/account/totp', pending, { expected: 200 })
  const { secret } = totpReplySchema.parse(await proposed.json())
  await sender.ask('PUT /api/account/totp', pending, { json: { secret, code: sender.mark() }, expected: 401 })
  const json = { secret, code: codeOf(secret) }
  const reply = await sender.ask('PUT /api/account/totp', pending, { json, expected: 200 })
  const { codes } = enrolledReplySchema.parse(await reply.clone().json())
  sender.keepsSecret(secret, ...codes)
  return browserAfter(sender, reply)
}

async function invited(sender: Sender, administrator: Browser, roles: Role[]): Promise<Person> {
  const json = { displayName: `${sender.mark()} invited`, roles }
  const made = await sender.ask('POST /api/invitations', administrator, { json, expected: 200 })
  const { token } = linkReplySchema.parse(await made.json())
  sender.keepsSecret(token)
  await sender.ask('POST /api/invitations/look', sender.stranger(), { json: { token }, expected: 200 })
  const isStaff = roles.some((role) => role !== 'patient')
  return comeIn(sender, '/api/invitations/accept', token, { isStaff })
}

const signedUp = (sender: Sender): Promise<Person> => comeIn(sender, '/api/sign-up', null, { isStaff: false })

async function invitePatient(sender: Sender, doctor: Browser): Promise<void> {
  const json = { displayName: `${sender.mark()} invited` }
  const made = await sender.ask('POST /api/invitations/patients', doctor, { json, expected: 200 })
  sender.keepsSecret(linkReplySchema.parse(await made.json()).token)
}

async function comeByLink(sender: Sender, doctor: Browser): Promise<void> {
  const json = { displayName: `${sender.mark()} expected`, doctor: null }
  const made = await sender.ask('POST /api/visit-links', doctor, { json, expected: 200 })
  const { token } = linkReplySchema.parse(await made.json())
  sender.keepsSecret(token)
  await sender.ask('POST /api/visit-links/look', sender.stranger(), { json: { token }, expected: 200 })
  await sender.ask('POST /api/session/link', sender.stranger(), { json: { token }, expected: 200 })
}

async function addPasskey(sender: Sender, person: Person): Promise<void> {
  const authenticator = new Authenticator(`http://localhost:${new URL(sender.url).port}`)
  const json = authenticator.create(
    await asked(person, '/api/account/passkeys'),
    `${sender.mark()} telephone`,
  )
  const reply = await sender.ask('POST /api/account/passkeys', person, { json, expected: 200 })
  sender.keepsSecret(...enrolledReplySchema.parse(await reply.json()).codes, json.credential.id)
}

/** As those do who type the password where the login belongs, or a code that is none. */
async function proveWrongly(sender: Sender, person: Person): Promise<void> {
  const guess = { login: `${sender.mark()}@clinic.example`, password: sender.mark() }
  await sender.ask('POST /api/session/password', sender.stranger(), { json: guess, expected: 401 })
  const proof = { password: sender.mark(), code: sender.mark() }
  await sender.ask('POST /api/session/proof', person, { json: proof, expected: 401 })
  const answer = { answer: `code=${sender.mark()}&state=${sender.mark()}` }
  await sender.ask('POST /api/session/hospital/answer', sender.stranger(), { json: answer, expected: 410 })
  const code = { page: '/account', code: sender.mark() }
  await sender.ask('POST /api/session/hospital/proof', person, { json: code, expected: 401 })
}

async function changePassword(sender: Sender, person: Person): Promise<void> {
  const next = `${sender.mark()} and a mule`
  const name = 'PUT /api/account/password'
  await sender.ask(name, person, { json: { current: sender.mark(), next }, expected: 401 })
  await sender.ask(name, person, { json: { current: person.password, next }, expected: 204 })
}

async function resetPassword(sender: Sender, administrator: Person, person: Person): Promise<void> {
  const ids = { personId: person.self.id }
  const made = await sender.ask('POST /api/people/:personId/reset', administrator, { ids, expected: 200 })
  const { token } = linkReplySchema.parse(await made.json())
  sender.keepsSecret(token)
  const json = { token, password: `${sender.mark()} and a goat` }
  await sender.ask('POST /api/resets', sender.stranger(), { json, expected: 204 })
  // With the first factor only, and a code that is none.
  const { login, password } = administrator
  const first = await sender.ask('POST /api/session/password', sender.stranger(), {
    json: { login, password },
    expected: 200,
  })
  const pending = await browserAfter(sender, first)
  await sender.ask('POST /api/session/code', pending, { json: { code: sender.mark() }, expected: 401 })
}

async function askAndMeet(sender: Sender, patient: Person, doctor: Person): Promise<void> {
  const ids = { requestId: requestIdSchema.parse(newId()) }
  const json = { reason: 'follow_up', text: `${sender.mark()} itches`, doctor: null, urgent: true }
  await sender.ask('PUT /api/requests/:requestId', patient, { ids, json, expected: 204 })
  const sample = { filler: sender.mark(), wanted: 0 }
  await sender.ask('POST /api/line', patient, { json: sample, expected: 200 })
  const [doctorPage, patientPage] = [await aPage(sender.url, doctor), await aPage(sender.url, patient)]
  const pages = { doctor: doctorPage, patient: patientPage }
  const { doctorSeat: seat, patientSeat } = await takeRequest(ids.requestId, pages)
  sender.keepsSecret(seat.roomId, seat.seatToken, patientSeat.seatToken)
  await comeAlong(sender, pages, seat.roomId)
  await fillVisit(sender, doctorPage, doctor, seat)
  await doctorPage.get('room:end', { roomId: seat.roomId, reason: 'ended' })
  for (const page of [doctorPage, patientPage]) page.socket.disconnect()
}

/** An interpreter comes by the doctor's link, is let in by the patient, and takes their seat. */
async function comeAlong(
  sender: Sender,
  pages: Readonly<Record<'doctor' | 'patient', Page>>,
  roomId: RoomId,
): Promise<void> {
  const { token } = await pages.doctor.get('room:link', { roomId, as: 'interpreter' })
  sender.keepsSecret(token)
  const json = { token, displayName: `${sender.mark()} interprets` }
  const reply = await sender.ask('POST /api/session/companion', sender.stranger(), { json, expected: 200 })
  const who = await browserAfter(sender, reply)
  const page = await aPage(sender.url, who)
  await pages.patient.hears('room:invited')
  await pages.patient.get('room:consent', { roomId, person: who.self.id, allowed: true })
  const { ringId } = await page.hears('ring:incoming')
  sender.keepsSecret((await page.get('ring:accept', { ringId })).seatToken)
  page.socket.disconnect()
}

async function fillVisit(sender: Sender, page: Page, who: Browser, seat: Seat): Promise<void> {
  const { visitId, roomId, seatToken } = seat
  const line = { text: `${sender.mark()} since Monday`, sentAt: 1 }
  const ids = { visitId, messageId: newId() }
  await sender.ask('PUT /api/visits/:visitId/messages/:messageId', who, { ids, json: line, expected: 200 })

  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(sender.mark())])
  const board = { revision: 1, scene: JSON.stringify({ note: sender.mark() }), png: png.toString('base64') }
  await sender.ask('PUT /api/visits/:visitId/board', who, { ids, json: board, expected: 200 })

  const file = {
    visitId,
    fileId: newId(),
    name: `${sender.mark()}.jpg`,
    type: `image/${sender.mark()}`,
    content: `${sender.mark()} `.repeat(20_000),
  }
  const upload = 'POST /api/uploads/:storageId?'
  const announced = await sender.ask(upload, who, { ...announcementOf(file), expected: 201 })
  const storageId = announced.headers.get('location')?.split('/').at(-1) ?? ''
  await sender.ask('PATCH /api/uploads/:storageId?', who, {
    ids: { storageId },
    ...bytesOf(file.content),
    expected: 204,
  })
  for (const part of ['', '/board/scene', '/board/png', `/files/${file.fileId}`]) {
    await sender.ask(`GET /api/visits/:visitId${part}`, who, { ids, expected: 200 })
  }
  await signal(sender, page, seat)
  const closing = { roomId, seatToken, connection: sender.mark() }
  await sender.ask('POST /api/rooms/closing', who, { json: closing, expected: 204 })
}

async function signal(sender: Sender, page: Page, { roomId }: Seat): Promise<void> {
  const addressed = { page: newId(), from: newId(), to: null }
  const candidate = (): object => ({
    candidate: sender.mark(),
    sdpMid: sender.mark(),
    sdpMLineIndex: 0,
    usernameFragment: sender.mark(),
  })
  const description = { type: 'offer', sdp: sender.mark() }
  await sender.say(page, 'room:signal', {
    roomId,
    signal: { kind: 'candidate', ...addressed, candidate: candidate() },
  })
  await sender.say(page, 'room:signal', {
    roomId,
    signal: { kind: 'description', ...addressed, description },
  })
  const ofLine = { roomId, of: newId() }
  await sender.say(page, 'forward:publish', { roomId, sdp: sender.mark() })
  await sender.say(page, 'forward:answer', { ...ofLine, sdp: sender.mark() })
  await sender.say(page, 'forward:candidate', { ...ofLine, candidate: candidate() })
}

async function breakTheGlass(sender: Sender, doctor: Person, patient: Person): Promise<void> {
  const find = 'POST /api/patients/find'
  await sender.ask(find, doctor, { json: { login: patient.login }, expected: 200 })
  const json = { patient: patient.self.id, reason: `${sender.mark()} brought in unconscious` }
  const reply = await sender.ask('POST /api/break-glass', doctor, { json, expected: 200 })
  breakGlassReplySchema.parse(await reply.json())
  const ids = { personId: patient.self.id }
  await sender.ask('GET /api/patients/:personId', doctor, { ids, expected: 200 })
}

async function meetInLobby(sender: Sender): Promise<void> {
  const named = async (): Promise<Browser> => {
    const json = { displayName: `${sender.mark()} of the lobby` }
    return browserAfter(
      sender,
      await sender.ask('PUT /api/session/guest', sender.stranger(), { json, expected: 200 }),
    )
  }
  const [maria, johanna] = [await named(), await named()]
  const [caller, callee] = [await aPage(sender.url, maria), await aPage(sender.url, johanna)]
  await caller.get('ring:start', { callee: johanna.self.id })
  const { ringId } = await callee.hears('ring:incoming')
  const seat = await callee.get('ring:accept', { ringId })
  sender.keepsSecret(seat.roomId, seat.seatToken)
  await fillVisit(sender, callee, johanna, seat)
  for (const page of [caller, callee]) page.socket.disconnect()
}
