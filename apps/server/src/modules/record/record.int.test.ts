import {
  auditPageSchema,
  breakGlassListSchema,
  breakGlassReplySchema,
  findPatientReplySchema,
  patientListSchema,
  openBreakGlassListSchema,
  patientRecordSchema,
  readersNewsSchema,
  waitingBreakGlassSchema,
} from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Account, anAccount, anAdministrator, codeOf, PASSWORD, signIn } from '../../testing/accounts.ts'
import { Page } from '../../testing/page.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

const MINUTE = 60_000
const REASON = 'Brought in unconscious, allergies are not known.'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const recordOf = (reader: Browser, patient: Browser) => reader.fetch(`/api/patients/${patient.self.id}`)
const breakGlass = (doctor: Browser, patient: Browser, reason = REASON) =>
  doctor.fetch('/api/break-glass', { method: 'POST', json: { patient: patient.self.id, reason } })
const waitingFor = async (officer: Browser) =>
  waitingBreakGlassSchema.parse(await (await officer.fetch('/api/break-glass/waiting')).json()).waiting
const unseenBy = async (patient: Browser) =>
  readersNewsSchema.parse(await (await patient.fetch('/api/record/readers/news')).json()).unseen
const openOf = async (doctor: Browser) =>
  openBreakGlassListSchema.parse(await (await doctor.fetch('/api/break-glass/open')).json()).accesses
const answer = async (reply: Response) => [reply.status, await reply.json()]

async function prove(account: Account): Promise<void> {
  server.advance(30_000)
  const code = codeOf(server, account.secret ?? '')
  const reply = await account.fetch('/api/session/proof', {
    method: 'POST',
    json: { password: PASSWORD, code },
  })
  if (reply.status !== 200) throw new Error(`not proven: ${reply.status}`)
}

test('[B27] a record has its visits and who treats the patient, and each reading is in the log', async () => {
  const patient = await anAccount(server, ada, ['patient'])
  const doctor = await anAccount(server, ada, ['doctor'])
  await theyMeet(server, patient, doctor)
  const record = patientRecordSchema.parse(await (await recordOf(doctor, patient)).json())
  expect(record).toMatchObject({ patient: patient.self, breakGlassUntil: null })
  expect(record.careTeam).toEqual([expect.objectContaining(doctor.self)])
  expect(record.visits).toHaveLength(1)
  const { patients } = patientListSchema.parse(await (await doctor.fetch('/api/patients')).json())
  expect(patients).toEqual([patient.self])
  expect((await recordOf(patient, patient)).status).toBe(200)
})

test('[B27] whoever meets a patient in a visit of the lobby treats them from then on', async () => {
  const patient = await anAccount(server, ada, ['patient'])
  const doctor = await anAccount(server, ada, ['doctor'])
  expect((await recordOf(doctor, patient)).status).toBe(404)
  await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  const record = patientRecordSchema.parse(await (await recordOf(doctor, patient)).json())
  expect(record.careTeam).toEqual([expect.objectContaining(doctor.self)])
})

describe('[X7, C41] access against the rule', () => {
  test('asks for a fresh proof and a reason, lasts an hour, and is reviewed once by another', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    const officer = await anAccount(server, ada, ['privacy_officer'])
    expect((await recordOf(doctor, patient)).status).toBe(404)

    server.advance(6 * MINUTE)
    expect(await answer(await breakGlass(doctor, patient))).toEqual([403, { error: 'proof_needed' }])
    await prove(doctor)
    expect((await breakGlass(doctor, patient, 'because')).status).toBe(400)
    const found = await doctor.fetch('/api/patients/find', { method: 'POST', json: { login: patient.login } })
    expect(findPatientReplySchema.parse(await found.json()).patient).toEqual(patient.self)
    await doctor.fetch('/api/patients/find', { method: 'POST', json: { login: 'nobody@clinic.example' } })
    const searched = await officer.fetch(`/api/audit?events=patient.searched&actor=${doctor.self.id}`)
    const { entries } = auditPageSchema.parse(await searched.json())
    expect(entries.map(({ event }) => event?.subject)).toEqual([null, patient.self.id])
    const { id, endsAt } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())

    const record = patientRecordSchema.parse(await (await recordOf(doctor, patient)).json())
    expect(record.breakGlassUntil).toBe(endsAt)
    const { accesses } = breakGlassListSchema.parse(await (await officer.fetch('/api/break-glass')).json())
    expect(accesses[0]).toMatchObject({
      id,
      doctor: doctor.self,
      patient: patient.self,
      reason: REASON,
      verdict: null,
    })
    const verdict = () =>
      officer.fetch(`/api/break-glass/${id}/verdict`, { method: 'PUT', json: { verdict: 'justified' } })
    expect((await verdict()).status).toBe(204)
    expect(await answer(await verdict())).toEqual([409, { error: 'conflict' }])

    for (let minutes = 0; minutes < 60; minutes += 10) {
      server.advance(10 * MINUTE)
      await doctor.fetch('/api/session')
    }
    expect((await recordOf(doctor, patient)).status).toBe(404)
  })

  test('is given back before its hour by who opened it, and by nobody else', async () => {
    ada = { ...ada, ...(await signIn(server, ada)) }
    const patient = await anAccount(server, ada, ['patient'])
    const [doctor, other] = [
      await anAccount(server, ada, ['doctor']),
      await anAccount(server, ada, ['doctor']),
    ]
    const { id } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())
    const close = (by: Browser) => by.fetch(`/api/break-glass/${id}`, { method: 'DELETE' })
    expect((await close(other)).status).toBe(404)
    expect((await close(doctor)).status).toBe(204)
    expect((await recordOf(doctor, patient)).status).toBe(404)
  })

  test('is opened once by two presses, with the first reason and its hour', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    const officer = await anAccount(server, ada, ['privacy_officer'])
    const presses = [breakGlass(doctor, patient), breakGlass(doctor, patient)]
    const replies = await Promise.all(
      presses.map(async (press) => breakGlassReplySchema.parse(await (await press).json())),
    )
    expect(replies[1]).toEqual(replies[0])
    server.advance(MINUTE)
    const later = await breakGlass(doctor, patient, `${REASON}, again`)
    expect(breakGlassReplySchema.parse(await later.json())).toEqual(replies[0])
    const { accesses } = breakGlassListSchema.parse(await (await officer.fetch('/api/break-glass')).json())
    const own = accesses.filter((access) => access.patient?.id === patient.self.id)
    expect(own.map(({ reason }) => reason)).toEqual([REASON])
  })

  test('is told at once to the patient, the privacy officers and the doctor’s other pages, and to nobody else', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    // An officer who sees patients as well hears what is for officers all the same.
    const officer = await anAccount(server, ada, ['doctor', 'privacy_officer'])
    const others = [await anAccount(server, ada, ['patient']), await anAccount(server, ada, ['doctor'])]
    const pageOf = async (who: Browser) => {
      const page = new Page(server.url, who.cookie)
      expect(await page.admission()).toBe('connected')
      return page
    }
    const concerned = await Promise.all([patient, doctor, officer].map(pageOf))
    const unconcerned = await Promise.all(others.map(pageOf))
    const { id } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())
    for (const page of concerned) expect(await page.hears('access:changed')).toEqual({})
    await doctor.fetch(`/api/break-glass/${id}`, { method: 'DELETE' })
    for (const page of concerned) {
      await vi.waitFor(() => expect(page.heard('access:changed')).toHaveLength(2))
    }
    // An answer comes after all that was sent before it.
    for (const page of unconcerned) {
      await page.get('lobby:enter', {})
      expect(page.heard('access:changed')).toEqual([])
    }
    for (const page of [...concerned, ...unconcerned]) page.socket.disconnect()
  })

  test('waits for those who were not there: a count until it is judged, and until the patient has seen it', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    const officer = await anAccount(server, ada, ['privacy_officer'])
    const before = await waitingFor(officer)
    expect([await unseenBy(patient), await openOf(doctor)]).toEqual([0, []])
    const { id, endsAt } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())
    expect([await unseenBy(patient), await waitingFor(officer)]).toEqual([1, before + 1])
    const [own] = await openOf(doctor)
    expect(own).toMatchObject({ id, patientId: patient.self.id, patient: patient.self })
    expect(own?.remainingMs).toBeGreaterThan(endsAt - server.now() - MINUTE)
    expect(own?.remainingMs).toBeLessThanOrEqual(60 * MINUTE)

    // Reading one's own record is not yet having seen who else did.
    await patient.fetch(`/api/patients/${patient.self.id}`)
    expect(await unseenBy(patient)).toBe(1)
    await patient.fetch('/api/record/readers')
    expect(await unseenBy(patient)).toBe(0)
    await officer.fetch(`/api/break-glass/${id}/verdict`, { method: 'PUT', json: { verdict: 'unclear' } })
    expect(await waitingFor(officer)).toBe(before)
    await doctor.fetch(`/api/break-glass/${id}`, { method: 'DELETE' })
    await breakGlass(doctor, patient)
    expect(await unseenBy(patient)).toBe(1)
  })

  test('is reviewed in order: those that wait first, in each part the newest', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    const doctor = await anAccount(server, ada, ['doctor'])
    const officer = await anAccount(server, ada, ['privacy_officer'])
    const ids: string[] = []
    for (let count = 0; count < 4; count += 1) {
      server.advance(1_000)
      const { id } = breakGlassReplySchema.parse(await (await breakGlass(doctor, patient)).json())
      await doctor.fetch(`/api/break-glass/${id}`, { method: 'DELETE' })
      ids.push(id)
    }
    const [first, second, third, fourth] = ids
    for (const id of [second, first]) {
      await officer.fetch(`/api/break-glass/${id}/verdict`, { method: 'PUT', json: { verdict: 'justified' } })
    }
    const { accesses } = breakGlassListSchema.parse(await (await officer.fetch('/api/break-glass')).json())
    const order = accesses.map(({ id }): string => id).filter((id) => ids.includes(id))
    expect(order).toEqual([fourth, third, second, first])
  })
})
