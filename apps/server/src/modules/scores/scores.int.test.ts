import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { auditPageSchema, type CaseId, ownQuestionsSchema, scoreListSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aLesion, anAnswer, answerOf, aQuestion, aScore, MOLE, scoreOf } from '../../testing/cases.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let doctor: Account
let patient: Account
let caseId: CaseId

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
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const read = async (by: Browser) =>
  scoreListSchema.parse(await (await by.fetch(`/api/cases/${caseId}/scores`)).json())
const list = async (by: Browser) => (await read(by)).scores
const asked = async (by: Browser) =>
  ownQuestionsSchema.parse(await (await by.fetch('/api/questions')).json()).questions
const answer = async (by: Browser, said: object, id: string = newId()): Promise<number> =>
  (await by.fetch(`/api/cases/${caseId}/answers/${id}`, { method: 'PUT', json: said })).status
const ask = async (by: Browser, instrument: string): Promise<number> =>
  (await by.fetch(`/api/cases/${caseId}/questions/${newId()}`, { method: 'PUT', json: { instrument } }))
    .status
const enter = async (by: Browser, score: object, id: string = newId()): Promise<number> =>
  (await by.fetch(`/api/cases/${caseId}/scores/${id}`, { method: 'PUT', json: score })).status

/** All of the head and nothing of the rest, so that the rest needs no signs. */
const PASI_OF_THE_HEAD = {
  instrument: 'pasi',
  answers: {
    'head.area': 2,
    'head.erythema': 3,
    'head.induration': 1,
    'head.desquamation': 2,
    'upper_limbs.area': 0,
    'trunk.area': 0,
    'lower_limbs.area': 0,
  },
}

describe('[X3] a score', () => {
  test('is reckoned by the server and read by doctor and patient, by its day', async () => {
    await aScore(doctor, caseId, { ...PASI_OF_THE_HEAD, on: '2026-03-02' })
    await aScore(doctor, caseId, { on: '2026-02-02' })
    const [first, second] = await list(doctor)
    expect(first).toMatchObject({ instrument: 'iga', points: 3, band: 'moderate', series: 'doctor' })
    expect(second).toMatchObject({
      instrument: 'pasi',
      units: 12,
      points: 1.2,
      band: 'mild',
      by: doctor.self,
    })
    expect(await list(patient)).toEqual([first, second])
  })

  test('is refused where an answer is missing, out of range or not asked: nothing is guessed', async () => {
    const { 'trunk.area': _left, ...incomplete } = PASI_OF_THE_HEAD.answers
    for (const answers of [incomplete, { ...PASI_OF_THE_HEAD.answers, 'head.area': 7 }, { grade: 2 }, {}])
      expect(await enter(doctor, scoreOf({ ...PASI_OF_THE_HEAD, answers }))).toBe(400)
    expect(await list(doctor)).toEqual([])
  })

  test('is refused of another version, of what is no score, and of a day to come', async () => {
    expect(await enter(doctor, scoreOf({ version: 2 }))).toBe(400)
    expect(await enter(doctor, scoreOf({ instrument: 'leeds' }))).toBe(400)
    expect(await enter(doctor, scoreOf({ on: '2999-01-01' }))).toBe(400)
  })

  test('that the patient answers is not entered by a doctor', async () => {
    expect(await enter(doctor, scoreOf({ instrument: 'itch_nrs', answers: { worst: 4 } }))).toBe(400)
  })

  test('of one lesion names a lesion of the case, and one of the patient names none', async () => {
    const lesion = await aLesion(doctor, caseId)
    const elsewhere = await aLesion(doctor, await aCase(doctor, patient))
    expect(await enter(doctor, scoreOf({ lesion }))).toBe(400)
    expect(await enter(doctor, scoreOf(MOLE))).toBe(400)
    expect(await enter(doctor, scoreOf({ ...MOLE, lesion: elsewhere }))).toBe(404)
    expect(await enter(doctor, scoreOf({ ...MOLE, lesion }))).toBe(204)
    expect(await list(doctor)).toMatchObject([{ instrument: 'tds', lesion, points: 4, band: 'benign' }])
  })

  test('is kept once however often it is sent, and never changed', async () => {
    const id = await aScore(doctor, caseId)
    expect(await enter(doctor, scoreOf(), id)).toBe(204)
    expect(await enter(doctor, scoreOf({ answers: { grade: 1 } }), id)).toBe(409)
    expect(await list(doctor)).toMatchObject([{ id, points: 3 }])
  })

  test('is corrected by another that stands in its place, once, and both stay', async () => {
    const wrong = await aScore(doctor, caseId)
    const right = await aScore(doctor, caseId, { answers: { grade: 1 }, replaces: wrong })
    expect(await enter(doctor, scoreOf({ answers: { grade: 2 }, replaces: wrong }))).toBe(409)
    expect(await enter(doctor, scoreOf({ ...PASI_OF_THE_HEAD, replaces: right }))).toBe(404)
    expect(await list(doctor)).toMatchObject([{ id: wrong }, { id: right, replaces: wrong }])
  })

  test('[C2] is sealed as a whole: not even which score it is stands in the database', async () => {
    await aScore(doctor, caseId)
    using db = new DatabaseSync(join(folder.path, 'visita.db'), { readOnly: true })
    const row = JSON.stringify(db.prepare('select * from scores where case_id = ?').get(caseId))
    expect(row).not.toMatch(/iga|grade|moderate/)
  })

  test('[B14] is in the log, as is the reading of the list', async () => {
    const id = await aScore(doctor, caseId)
    await list(patient)
    const officer = await anAccount(server, ada, ['privacy_officer'])
    const reply = await officer.fetch(`/api/audit?subject=${patient.self.id}`)
    const events = auditPageSchema.parse(await reply.json()).entries.map(({ event }) => event)
    expect(events).toContainEqual(
      expect.objectContaining({
        event: 'score.kept',
        actor: doctor.self.id,
        object: id,
        details: { case: caseId, series: 'doctor', replaces: null },
      }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'case.read', actor: patient.self.id, details: { part: 'scores' } }),
    )
  })
})

describe('[X3] a questionnaire', () => {
  test('that a doctor asks for is with the patient until it is answered, and the answer with the doctor', async () => {
    const id = await aQuestion(doctor, caseId)
    const waiting = { id, instrument: 'itch_nrs', by: doctor.self }
    expect(await asked(patient)).toMatchObject([{ ...waiting, case: caseId, title: 'Itching on the arm' }])
    expect((await read(doctor)).questions).toMatchObject([waiting])
    await anAnswer(patient, caseId)
    expect(await asked(patient)).toEqual([])
    const { scores, questions } = await read(doctor)
    expect(questions).toEqual([])
    expect(scores).toMatchObject([
      { instrument: 'itch_nrs', points: 7, band: 'severe', series: 'patient', by: patient.self },
    ])
  })

  test('is asked once as long as it is open, and can be withdrawn', async () => {
    const id = await aQuestion(doctor, caseId)
    await aQuestion(doctor, caseId)
    expect(await asked(patient)).toHaveLength(1)
    const withdraw = () => doctor.fetch(`/api/cases/${caseId}/questions/${id}`, { method: 'DELETE' })
    expect([(await withdraw()).status, (await withdraw()).status]).toEqual([204, 204])
    expect(await asked(patient)).toEqual([])
    expect(await answer(patient, answerOf())).toBe(409)
  })

  test('that nobody asks is not answered, nor one that doctors fill in', async () => {
    expect(await answer(patient, answerOf())).toBe(409)
    await aQuestion(doctor, caseId)
    expect(await answer(patient, answerOf({ instrument: 'iga', answers: { grade: 1 } }))).toBe(400)
    expect(await answer(patient, answerOf({ answers: {} }))).toBe(400)
    expect(await answer(doctor, answerOf())).toBe(403)
  })

  test('whose wording belongs to others is not asked in other words', async () => {
    for (const instrument of ['dlqi', 'poem', 'iga', 'leeds']) expect(await ask(doctor, instrument)).toBe(400)
    expect(await ask(doctor, 'uas7')).toBe(204)
  })

  test('is answered once however often it is sent; another answer stands in the place of the first', async () => {
    await aQuestion(doctor, caseId)
    const id = newId()
    expect([await answer(patient, answerOf(), id), await answer(patient, answerOf(), id)]).toEqual([204, 204])
    expect(await answer(patient, answerOf({ answers: { worst: 2 } }))).toBe(409)
    const [first] = await list(patient)
    if (first === undefined) throw new Error('nothing was kept')
    expect(await answer(patient, answerOf({ answers: { worst: 2 }, replaces: first.id }))).toBe(204)
    expect(await list(doctor)).toMatchObject([{ points: 7 }, { points: 2, replaces: first.id }])
    // What the patient said is not corrected by a doctor.
    expect(await enter(doctor, scoreOf({ replaces: first.id }))).toBe(404)
  })
})
