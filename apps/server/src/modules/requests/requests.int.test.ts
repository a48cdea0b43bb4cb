import { join } from 'node:path'
import { httpErrorSchema, type RequestId } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openReadOnly } from '../../platform/database.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { OpenPages, Page } from '../../testing/page.ts'
import { aRequest } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
const pages = new OpenPages()

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
afterEach(() => pages.close())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const pageOf = (browser: Browser): Promise<Page> => pages.open(server.url, browser)
const aPatient = () => anAccount(server, ada, ['patient'])
const aDoctor = () => anAccount(server, ada, ['doctor'])
const codeOf = async (reply: Response) => httpErrorSchema.parse(await reply.json()).error

/** What the log has of a request, the oldest first: who did what. */
async function logOf(requestId: RequestId): Promise<[string, string | null][]> {
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const rows = await db
    .selectFrom('audit')
    .select(['event', 'actor_id'])
    .where('object_id', '=', requestId)
    .orderBy('seq')
    .execute()
  await db.destroy()
  return rows.map((row) => [row.event, row.actor_id])
}

const queueOf = async (page: Page) => (await page.get('queue:look', {})).requests

describe('[B1] a request for a visit', () => {
  test('is seen by the doctors at once, with place and wait for the patient, and becomes a visit', async () => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const [patientPage, doctorPage] = [await pageOf(patient), await pageOf(doctor)]
    const id = await aRequest(patient, { urgent: true })
    await doctorPage.hears('queue:changed')
    expect(await queueOf(doctorPage)).toContainEqual(
      expect.objectContaining({
        id,
        patient: patient.self,
        urgent: true,
        presence: 'ready',
        said: { reason: 'follow_up', text: 'The rash is back.' },
      }),
    )
    const { request } = await patientPage.get('request:look', {})
    expect(request).toMatchObject({ id, place: 1 })
    expect(request?.expectedWait).not.toBeNull()

    await doctorPage.get('queue:accept', { requestId: id })
    const { ringId, from } = await patientPage.hears('ring:incoming')
    expect(from).toEqual(doctor.self)
    const patientSeat = await patientPage.get('ring:accept', { ringId })
    const { seat } = await doctorPage.hears('ring:accepted')
    expect(seat).toMatchObject({ self: doctor.self, peers: [patient.self] })
    const { roomId, visitId } = seat
    expect(patientSeat).toMatchObject({ roomId, visitId, peers: [doctor.self] })
    expect(await patientPage.get('request:look', {})).toEqual({ request: null })
    // From now on the doctor reads this patient's record, and another doctor does not.
    expect((await doctor.fetch(`/api/patients/${patient.self.id}`)).status).toBe(200)
    expect((await (await aDoctor()).fetch(`/api/patients/${patient.self.id}`)).status).toBe(404)
    await doctorPage.get('room:end', { roomId: seat.roomId, reason: 'ended' })
  })

  test('[X9] brings the check of devices and line with it, whenever that was made', async () => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const doctorPage = await pageOf(doctor)
    const id = await aRequest(patient)
    const checkOf = async () => (await queueOf(doctorPage)).find((request) => request.id === id)?.check
    expect(await checkOf()).toBeNull()
    const check = { camera: 'works', microphone: 'fails', speaker: 'untried', line: 'weak' }
    const tell = (browser: Browser, json: object) =>
      browser.fetch(`/api/requests/${id}/check`, { method: 'PUT', json })
    await doctorPage.hears('queue:changed')
    expect((await tell(patient, check)).status).toBe(204)
    await doctorPage.hears('queue:changed')
    expect(await checkOf()).toEqual(check)
    // What a reloaded page has not tried says nothing against what was found before.
    const untried = { camera: 'untried', microphone: 'untried', line: 'good' }
    expect((await tell(patient, untried)).status).toBe(204)
    expect(await checkOf()).toEqual({ ...check, line: 'good' })

    expect(await codeOf(await tell(await aPatient(), check))).toBe('not_found')
    expect(await codeOf(await tell(patient, { ...check, line: 'in Vienna' }))).toBe('bad_request')
    await patient.fetch(`/api/requests/${id}`, { method: 'DELETE' })
    expect(await codeOf(await tell(patient, check))).toBe('request_over')
  })

  test('[B14] is in the log when it is made, taken and withdrawn, but not while it only rings', async () => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const [patientPage, doctorPage] = [await pageOf(patient), await pageOf(doctor)]
    const first = await aRequest(patient)
    const made = ['request.made', patient.self.id]
    const { ringId } = await doctorPage.get('queue:accept', { requestId: first })
    await doctorPage.get('ring:cancel', { ringId })
    expect(await logOf(first)).toEqual([made])
    await patient.fetch(`/api/requests/${first}`, { method: 'DELETE' })
    expect(await logOf(first)).toEqual([made, ['request.cancelled', patient.self.id]])

    const second = await aRequest(patient)
    const ring = await doctorPage.get('queue:accept', { requestId: second })
    const { roomId } = await patientPage.get('ring:accept', { ringId: ring.ringId })
    expect(await logOf(second)).toEqual([made, ['request.accepted', doctor.self.id]])
    await patientPage.get('room:end', { roomId, reason: 'ended' })
  })

  test('[C13] is withdrawn by nobody else, whose attempt is in the log', async () => {
    const [patient, other] = [await aPatient(), await aPatient()]
    const id = await aRequest(patient)
    expect(await codeOf(await other.fetch(`/api/requests/${id}`, { method: 'DELETE' }))).toBe('not_found')
    expect((await logOf(id)).at(-1)).toEqual(['access.refused', other.self.id])
    expect((await patient.fetch(`/api/requests/${id}`, { method: 'DELETE' })).status).toBe(204)
  })

  test('is called for by one of two doctors who accept at the same moment', async () => {
    const patient = await aPatient()
    const patientPage = await pageOf(patient)
    const doctors = [await pageOf(await aDoctor()), await pageOf(await aDoctor())]
    const requestId = await aRequest(patient)
    const answers = await Promise.all(doctors.map((page) => page.ask('queue:accept', { requestId })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, error: 'person_busy' })
    const { ringId } = await patientPage.hears('ring:incoming')
    await patientPage.get('ring:accept', { ringId })
    expect(patientPage.heard('ring:incoming')).toHaveLength(1)
    for (const page of doctors) {
      expect(await page.ask('queue:accept', { requestId })).toEqual({ ok: false, error: 'request_over' })
    }
  })

  test.each(['ring:decline', 'ring:cancel'] as const)('keeps its place after %s', async (event) => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const [patientPage, doctorPage] = [await pageOf(patient), await pageOf(doctor)]
    const requestId = await aRequest(patient)
    const { ringId } = await doctorPage.get('queue:accept', { requestId })
    expect((await queueOf(doctorPage)).find(({ id }) => id === requestId)?.presence).toBe('busy')
    const who = event === 'ring:decline' ? patientPage : doctorPage
    await who.get(event, { ringId })
    expect((await queueOf(doctorPage)).find(({ id }) => id === requestId)?.presence).toBe('ready')
    // Nobody has met: the doctor reads nothing of this patient.
    expect((await doctor.fetch(`/api/patients/${patient.self.id}`)).status).toBe(404)
  })

  test('withdrawn while it rings becomes no visit', async () => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const [patientPage, doctorPage] = [await pageOf(patient), await pageOf(doctor)]
    const requestId = await aRequest(patient)
    const { ringId } = await doctorPage.get('queue:accept', { requestId })
    expect((await patient.fetch(`/api/requests/${requestId}`, { method: 'DELETE' })).status).toBe(204)
    expect(await patientPage.ask('ring:accept', { ringId })).toEqual({ ok: false, error: 'request_over' })
    expect((await doctorPage.hears('ring:over')).outcome).toBe('interrupted')
  })

  test('says why to doctors alone: a coordinator sees who waits', async () => {
    const [patient, coordinator] = [await aPatient(), await anAccount(server, ada, ['coordinator'])]
    const id = await aRequest(patient)
    const page = new Page(server.url, coordinator.cookie)
    pages.add(page)
    expect(await page.admission()).toBe('connected')
    const mine = (await queueOf(page)).find((request) => request.id === id)
    expect(mine).toMatchObject({ patient: patient.self, said: null, presence: 'away' })
    expect(await page.ask('queue:accept', { requestId: id })).toEqual({ ok: false, error: 'forbidden' })
  })

  test('for one doctor is not shown to another, who cannot take it either', async () => {
    const [patient, wished, other] = [await aPatient(), await aDoctor(), await aDoctor()]
    await pageOf(patient)
    const requestId = await aRequest(patient, { doctor: wished.self.id })
    const [wishedPage, otherPage] = [await pageOf(wished), await pageOf(other)]
    expect((await queueOf(wishedPage)).map(({ id }) => id)).toContain(requestId)
    expect((await queueOf(otherPage)).map(({ id }) => id)).not.toContain(requestId)
    expect(await otherPage.ask('queue:accept', { requestId })).toEqual({ ok: false, error: 'not_found' })
  })

  test('keeps its place when the patient is not there, and the doctor is told', async () => {
    const [patient, doctor] = [await aPatient(), await aDoctor()]
    const requestId = await aRequest(patient)
    const doctorPage = await pageOf(doctor)
    expect(await doctorPage.ask('queue:accept', { requestId })).toEqual({ ok: false, error: 'person_gone' })
    const patientPage = await pageOf(patient)
    await vi.waitFor(async () => {
      const mine = (await queueOf(doctorPage)).find(({ id }) => id === requestId)
      expect(mine?.presence).toBe('ready')
    })
    expect((await patientPage.get('request:look', {})).request?.id).toBe(requestId)
  })

  test('is made once however often it is sent, one at a time, and withdrawn by who made it', async () => {
    const [patient, other] = [await aPatient(), await aPatient()]
    const id = await aRequest(patient)
    const again = { reason: 'follow_up', text: 'The rash is back.', doctor: null, urgent: false }
    expect((await patient.fetch(`/api/requests/${id}`, { method: 'PUT', json: again })).status).toBe(204)
    const second = patient.fetch(`/api/requests/${crypto.randomUUID()}`, { method: 'PUT', json: again })
    expect(await codeOf(await second)).toBe('conflict')
    const stolen = other.fetch(`/api/requests/${id}`, { method: 'PUT', json: again })
    expect(await codeOf(await stolen)).toBe('conflict')
    expect(await codeOf(await other.fetch(`/api/requests/${id}`, { method: 'DELETE' }))).toBe('not_found')
    expect((await patient.fetch(`/api/requests/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await codeOf(await patient.fetch(`/api/requests/${id}`, { method: 'DELETE' }))).toBe(
      'request_over',
    )
  })
})
