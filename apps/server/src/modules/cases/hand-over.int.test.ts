import { type CaseId, caseListSchema, caseSchema, type PersonId } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aLesion, aMember, anOffer } from '../../testing/cases.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account
let other: Account
let id: CaseId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  doctor = await anAccount(server, ada, ['doctor'])
  other = await anAccount(server, ada, ['doctor'])
  await theyMeet(server, patient, doctor)
  id = await aCase(doctor, patient)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const read = async (by: Browser) => caseSchema.parse(await (await by.fetch(`/api/cases/${id}`)).json())
const statusFor = async (by: Browser) => (await by.fetch(`/api/cases/${id}`)).status
const offer = (by: Browser, to: Browser) =>
  by.fetch(`/api/cases/${id}/offer`, { method: 'PUT', json: { to: to.self.id } })
const answer = (by: Browser, given: string) =>
  by.fetch(`/api/cases/${id}/offer/answer`, { method: 'PUT', json: { answer: given } })
const list = async (by: Browser) => caseListSchema.parse(await (await by.fetch('/api/cases')).json())
const write = async (by: Browser) => {
  const json = { site: 'nose', label: 'A spot', since: null }
  return (await by.fetch(`/api/cases/${id}/lesions/${crypto.randomUUID()}`, { method: 'PUT', json })).status
}
const erase = (who: PersonId) => ada.fetch(`/api/people/${who}`, { method: 'DELETE' })

describe('[B27] a case that is handed over', () => {
  test('is read by whom it is offered to, and theirs to answer for when they accept', async () => {
    expect(await statusFor(other)).toBe(404)
    await anOffer(doctor, id, other)
    expect(await read(other)).toMatchObject({
      responsible: doctor.self,
      offeredTo: other.self,
      mayWrite: false,
    })
    expect(await write(other)).toBe(404)
    expect(await list(other)).toMatchObject({ offered: [{ id, patient: patient.self }], own: [] })
    expect((await answer(other, 'accept')).status).toBe(204)
    expect(await read(doctor)).toMatchObject({ responsible: other.self, offeredTo: null })
    expect(await write(other)).toBe(204)
    expect(await list(doctor)).toMatchObject({ own: [] })
    // Whoever answers for a case treats its patient.
    expect((await other.fetch(`/api/patients/${patient.self.id}`)).status).toBe(200)
  })

  test.each(['decline', 'withdraw'])(
    'stays where it is after a %s, and is closed to the other again',
    async (how) => {
      await anOffer(doctor, id, other)
      const reply =
        how === 'decline'
          ? await answer(other, 'decline')
          : await doctor.fetch(`/api/cases/${id}/offer`, { method: 'DELETE' })
      expect(reply.status).toBe(204)
      expect(await read(doctor)).toMatchObject({ responsible: doctor.self, offeredTo: null })
      expect(await statusFor(other)).toBe(404)
      expect((await answer(other, 'accept')).status).toBe(404)
    },
  )

  test('is offered to doctors alone, and by whom answers for it', async () => {
    expect((await offer(doctor, patient)).status).toBe(400)
    expect((await offer(doctor, doctor)).status).toBe(400)
    await theyMeet(server, patient, other)
    expect((await offer(other, other)).status).toBe(404)
  })

  test('is accepted once, when two answers cross', async () => {
    await anOffer(doctor, id, other)
    const replies = await Promise.all([
      answer(other, 'accept'),
      doctor.fetch(`/api/cases/${id}/offer`, { method: 'DELETE' }),
    ])
    const done = replies.filter(({ status }) => status === 204)
    expect(done).toHaveLength(1)
    const holder = replies[0]?.status === 204 ? other : doctor
    expect(await read(holder)).toMatchObject({ responsible: holder.self, offeredTo: null })
  })

  test('is taken over by whoever treats the patient when its doctor has gone, and not before', async () => {
    await theyMeet(server, patient, other)
    const takeOver = () => other.fetch(`/api/cases/${id}/responsible`, { method: 'PUT' })
    expect((await takeOver()).status).toBe(409)
    expect(await read(other)).toMatchObject({ mayTakeOver: false })
    await erase(doctor.self.id)
    expect(await read(other)).toMatchObject({ mayTakeOver: true, responsible: { displayName: '' } })
    expect((await takeOver()).status).toBe(204)
    expect(await read(other)).toMatchObject({ responsible: other.self, mayTakeOver: false })
  })
})

describe('[B27] who takes part in a case', () => {
  test('reads and writes in it, and in nothing else of the patient, until they are taken out', async () => {
    const another = await aCase(doctor, patient)
    await aLesion(doctor, id)
    await aMember(doctor, id, other)
    expect((await read(other)).team).toMatchObject([other.self])
    expect(await write(other)).toBe(204)
    expect((await other.fetch(`/api/cases/${another}`)).status).toBe(404)
    expect((await other.fetch(`/api/patients/${patient.self.id}`)).status).toBe(404)
    // What has to be known before anything is given.
    const background = () => other.fetch(`/api/patients/${patient.self.id}/background`)
    expect((await background()).status).toBe(200)
    const remove = () => doctor.fetch(`/api/cases/${id}/team/${other.self.id}`, { method: 'DELETE' })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect(await statusFor(other)).toBe(404)
    expect(await write(other)).toBe(404)
    expect((await background()).status).toBe(404)
  })
})
