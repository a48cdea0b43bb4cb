import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  type CaseId,
  type DrawnOutline,
  type Measurement,
  measurementListSchema,
  type PhotoId,
} from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase } from '../../testing/cases.ts'
import { aDrawnOutline, sendPhoto } from '../../testing/photos.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account
let caseId: CaseId
let photoId: PhotoId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  caseId = await aCase(doctor, patient)
  photoId = await sendPhoto(patient, { caseId })
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const keep = (after: number, drawn: DrawnOutline | null, by: Browser = doctor) =>
  by.fetch(`/api/cases/${caseId}/photos/${photoId}/measurement`, { method: 'PUT', json: { after, drawn } })
const list = async (by: Browser): Promise<Measurement[]> => {
  const reply = await by.fetch(`/api/cases/${caseId}/measurements`)
  return measurementListSchema.parse(await reply.json()).measurements
}
const refused = async (drawn: DrawnOutline): Promise<unknown> => {
  const reply = await keep(0, drawn)
  return [reply.status, await reply.json()]
}
const changed = (change: Partial<DrawnOutline>): DrawnOutline => ({ ...aDrawnOutline(), ...change })

describe('[X4] what is measured on a photograph', () => {
  test('is reckoned from outline and scale, kept with its error, and drawn again for who may read', async () => {
    expect(await (await keep(0, aDrawnOutline())).json()).toEqual({ revision: 1 })
    const [kept] = await list(patient)
    expect(kept).toMatchObject({
      photo: photoId,
      lesion: null,
      takenAt: 1,
      by: doctor.self,
      measured: {
        ...aDrawnOutline(),
        areaMm2: expect.closeTo(12.8 * 9.6, 6),
        longestMm: expect.closeTo(16, 6),
      },
    })
    expect(kept?.measured?.error).toBeGreaterThan(0.11)
  })

  test('is no number, and says why, where there is no scale or the outline is none', async () => {
    const point = { x: 0.5, y: 0.5 }
    const [a, b, c, d] = aDrawnOutline().outline
    if (!a || !b || !c || !d) throw new Error('no square')
    const none = changed({ scale: { kind: 'ruler', from: point, to: point, mm: 10 } })
    expect(await refused(none)).toEqual([400, { error: 'bad_request', detail: 'no_scale' }])
    const cut = changed({ scale: { kind: 'marker', corners: [point, point, point, point] } })
    expect(await refused(cut)).toEqual([400, { error: 'bad_request', detail: 'no_scale' }])
    expect(await refused(changed({ outline: [a, c, b, d] }))).toEqual([
      400,
      { error: 'bad_request', detail: 'crosses_itself' },
    ])
    expect(await refused(changed({ outline: [a, a, a] }))).toEqual([
      400,
      { error: 'bad_request', detail: 'too_few_points' },
    ])
    expect(await list(doctor)).toEqual([])
  })

  test('[X8] is kept once, overwrites nothing unseen, and can be taken back', async () => {
    await keep(0, aDrawnOutline())
    expect(await (await keep(0, aDrawnOutline())).json()).toEqual({ revision: 1 })
    const outline = aDrawnOutline().outline.map(({ x, y }) => ({ x: x + 0.1, y }))
    expect((await keep(0, changed({ outline }))).status).toBe(409)
    expect((await keep(1, null)).status).toBe(200)
    expect(await list(doctor)).toMatchObject([{ revision: 2, measured: null }])
  })

  test('is kept by those who write into the case alone, and sealed', async () => {
    expect((await keep(0, aDrawnOutline(), patient)).status).toBe(403)
    await keep(0, aDrawnOutline())
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    const row = db.prepare('select sealed_content as text from measurements where photo_id = ?').get(photoId)
    db.close()
    expect(row?.['text']).not.toMatch(/outline|areaMm2/)
  })

  test('[C31] is gone with whoever is erased', async () => {
    await keep(0, aDrawnOutline())
    expect((await ada.fetch(`/api/people/${patient.self.id}`, { method: 'DELETE' })).status).toBe(200)
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    expect(db.prepare('select revision from measurements where photo_id = ?').all(photoId)).toEqual([])
    db.close()
  })
})
