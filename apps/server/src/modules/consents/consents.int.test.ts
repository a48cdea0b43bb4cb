import { type Consent, type ConsentAnswer, consentListSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  await theyMeet(server, patient, doctor)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const path = () => `/api/patients/${patient.self.id}/consents`
const answer = (
  after: number,
  said: ConsentAnswer,
  { by, version }: { by?: Browser; version?: number } = {},
) =>
  (by ?? patient).fetch(`${path()}/research`, {
    method: 'PUT',
    json: { after, answer: said, version: version ?? 1 },
  })
const research = async (by: Browser): Promise<Consent['answers']> => {
  const { consents } = consentListSchema.parse(await (await by.fetch(path())).json())
  return consents.find(({ kind }) => kind === 'research')?.answers ?? []
}
const agrees = () => server.services.consents.hasConsent(patient.self.id, 'research')

describe('[B27] what a patient agrees to', () => {
  test('is no until the patient says yes, and no again once it is taken back', async () => {
    expect(await agrees()).toBe(false)
    expect((await answer(0, 'yes')).status).toBe(204)
    expect(await agrees()).toBe(true)
    expect(await server.services.consents.hasConsent(patient.self.id, 'teaching')).toBe(false)
    await answer(1, 'no')
    expect(await agrees()).toBe(false)
  })

  test('is seen by the doctor with every answer, who gave it and to which words', async () => {
    await answer(0, 'yes')
    await answer(1, 'no')
    const by = patient.self
    expect(await research(doctor)).toMatchObject([
      { answer: 'no', version: 1, by },
      { answer: 'yes', version: 1, by },
    ])
  })

  test('is asked of nobody but the patient', async () => {
    expect((await answer(0, 'yes', { by: doctor })).status).toBe(403)
    expect(await research(doctor)).toEqual([])
  })

  test('locks no doctor out who was never told yes to care', async () => {
    expect((await doctor.fetch(`/api/patients/${patient.self.id}`)).status).toBe(200)
  })

  test('[X8] is kept once when its answer was lost, and not where the patient has answered since', async () => {
    await answer(0, 'yes')
    expect((await answer(0, 'yes')).status).toBe(204)
    await answer(1, 'no')
    expect((await answer(0, 'yes')).status).toBe(409)
    expect((await research(patient)).map((each) => each.answer)).toEqual(['no', 'yes'])
  })

  test('is not kept for words that the patient has not read', async () => {
    expect((await answer(0, 'yes', { version: 2 })).status).toBe(409)
    expect(await agrees()).toBe(false)
  })

  test('[C31] is gone with whoever is erased', async () => {
    await answer(0, 'yes')
    await ada.fetch(`/api/people/${patient.self.id}`, { method: 'DELETE' })
    expect((await doctor.fetch(path())).status).toBe(404)
    expect(await agrees()).toBe(false)
  })
})
