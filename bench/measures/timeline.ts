import { join } from 'node:path'
import type { CaseId } from '@visita/protocol'
import type { Tables } from '../../apps/server/src/migrations/tables.ts'
import { openSqlite } from '../../apps/server/src/platform/sqlite.ts'
import { type Account, anAccount, anAdministrator } from '../../apps/server/src/testing/accounts.ts'
import { aCase, aSignedNote, aTreatment } from '../../apps/server/src/testing/cases.ts'
import { sendPhoto } from '../../apps/server/src/testing/photos.ts'
import { aFolder, aServer, aVisit, type TestServer } from '../../apps/server/src/testing/server.ts'
import type { Measure } from '../measure.ts'
import { atMostTimes, rowOf } from '../result.ts'

const NOTES = 800
const TREATMENTS = 1_200
const PHOTOS = 400
/** Pairs of readings in each run. */
const PAIRS = 40

const subject = { name: 'timeline of 2,000 entries and 400 photos', unit: 'ms', bar: atMostTimes(1.5) }

/** All with one patient and doctor: who they are, and how many patients there are, is the same for both cases. */
async function fillCase(
  { doctor, patient }: { doctor: Account; patient: Account },
  { notes, treatments, photos }: { notes: number; treatments: number; photos: number },
): Promise<CaseId> {
  const caseId = await aCase(doctor, patient)
  for (let count = 0; count < treatments; count += 1) await aTreatment(doctor, caseId)
  for (let count = 0; count < photos; count += 1) await sendPhoto(patient, { caseId })
  for (let count = 0; count < notes; count += 1) await aSignedNote(doctor, caseId)
  return caseId
}

/** At moments of their own, mixed as over years: else the last kind that was written would fill all of a page. */
async function spreadOut(server: TestServer, caseId: CaseId): Promise<void> {
  const db = openSqlite<Tables>(join(server.dataDir, 'visita.db'))
  const now = server.now()
  for (const [table, column] of [
    ['case_entries', 'at'],
    ['photos', 'kept_at'],
  ] as const) {
    const rows = await db.selectFrom(table).select('id').where('case_id', '=', caseId).execute()
    for (const [index, { id }] of rows.entries()) {
      const at = Math.round(now - ((index + 0.5) / rows.length) * 1e10)
      await db
        .updateTable(table)
        .set({ [column]: at })
        .where('id', '=', id)
        .execute()
    }
  }
  await db.destroy()
}

let requests = 0

/** Each request from an address of its own: how many may come from one in a minute is not what is measured. */
const fromEverywhere = (who: Account): Account => ({
  ...who,
  fetch: (path, options = {}) => {
    requests += 1
    const address = `10.${requests >> 16}.${(requests >> 8) & 255}.${requests & 255}`
    return who.fetch(path, { ...options, headers: { ...options.headers, 'x-forwarded-for': address } })
  },
})

async function timeOf(doctor: Account, caseId: CaseId): Promise<number> {
  const begun = performance.now()
  const answer = await doctor.fetch(`/api/cases/${caseId}/timeline`)
  if (answer.status !== 200) throw new Error(`answered ${answer.status}`)
  await answer.arrayBuffer()
  return performance.now() - begun
}

async function measure(runs: number) {
  await using folder = await aFolder()
  const server = await aServer(folder.path, { env: { VISITA_TRUSTED_PROXIES: '127.0.0.0/8' } })
  try {
    const administrator = await anAdministrator(server)
    const patient = fromEverywhere(await anAccount(server, administrator, ['patient']))
    const doctor = fromEverywhere(await anAccount(server, administrator, ['doctor']))
    await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
    const few = await fillCase({ doctor, patient }, { notes: 8, treatments: 9, photos: 1 })
    const many = await fillCase({ doctor, patient }, { notes: NOTES, treatments: TREATMENTS, photos: PHOTOS })
    for (const each of [few, many]) await spreadOut(server, each)
    const samples: { ours: number[]; reference: number[] } = { ours: [], reference: [] }
    // What is compiled on the way is no part of either.
    for (let pair = 0; pair < PAIRS; pair += 1) await timeOf(doctor, pair % 2 === 0 ? few : many)
    for (let pair = 0; pair < runs * PAIRS; pair += 1) {
      samples.reference.push(await timeOf(doctor, few))
      samples.ours.push(await timeOf(doctor, many))
    }
    return samples
  } finally {
    await server.close()
  }
}

/** What the doctor sees when a case of years is opened, against one of a few days. */
export const timeline: Measure = {
  subjects: [subject],
  run: async ({ runs }) => {
    const { ours, reference } = await measure(runs)
    return [rowOf(subject, ours, { name: 'timeline of 20 entries', samples: reference })]
  },
}
