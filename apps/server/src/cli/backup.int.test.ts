import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openReadOnly } from '../platform/database.ts'
import { anAccount, anAdministrator, signIn } from '../testing/accounts.ts'
import { aCase, aSignedNote } from '../testing/cases.ts'
import { aDrawnOutline, sendPhoto } from '../testing/photos.ts'
import { aFolder, aServer, aVisit, type Browser } from '../testing/server.ts'
import { backup } from './backup.ts'
import { backupVerify } from './backup-verify.ts'
import { restoreBackup } from './restore.ts'
import { runCommand } from './run.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let dataDir: string
beforeEach(async () => {
  folder = await aFolder()
  dataDir = join(folder.path, 'data')
})
afterEach(() => folder[Symbol.asyncDispose]())

async function type(line: string, env: NodeJS.ProcessEnv = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommand([backup, backupVerify, restoreBackup], line.split(' '), {
    env: { VISITA_DATA_DIR: dataDir, ...env },
    folder: folder.path,
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

async function aBackup(): Promise<string> {
  const { code } = await type('backup --to backups')
  expect(code).toBe(0)
  const name = (await readdir(join(folder.path, 'backups'))).find((found) => found.startsWith('visita-data'))
  return `backups/${name}`
}

async function eventsIn(place: string): Promise<string[]> {
  const db = openReadOnly(join(place, 'visita.db'))
  const rows = await db.selectFrom('audit').select('event').orderBy('seq').execute()
  await db.destroy()
  return rows.map(({ event }) => event)
}

test('[B16] [B14] a running server is backed up, the backup verified and restored, and the log tells of it', async () => {
  const server = await aServer(dataDir)
  const archive = await aBackup()
  expect(await eventsIn(dataDir)).toContain('backup.made')
  await server.close()

  expect(await type(`backup verify ${archive}`)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^In order: \d+ files, [\d.]+ MB, \d+ rows, as of 2\S+Z\.$/),
  })
  const restored = await type(`restore --from ${archive} --into again`)
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(restored.out).toContain(`VISITA_DATA_DIR was "${dataDir}"`)
  const again = join(folder.path, 'again')
  expect(await eventsIn(again)).toContain('backup.restored')
  await copyFile(join(dataDir, 'visita.key'), join(again, 'visita.key'))
  await (await aServer(again)).close()
})

test('[B16, B27] a photograph, what was measured on it, a signed note and a consent come back as they were', async () => {
  const server = await aServer(dataDir)
  const ada = await anAdministrator(server)
  const [patient, doctor] = [
    await anAccount(server, ada, ['patient']),
    await anAccount(server, ada, ['doctor']),
  ]
  await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  const caseId = await aCase(doctor, patient)
  const photoId = await sendPhoto(patient, { caseId })
  await aSignedNote(doctor, caseId)
  const measured = { after: 0, drawn: aDrawnOutline() }
  const photo = `/api/cases/${caseId}/photos/${photoId}`
  await doctor.fetch(`${photo}/measurement`, { method: 'PUT', json: measured })
  const consents = `/api/patients/${patient.self.id}/consents`
  await patient.fetch(`${consents}/care`, { method: 'PUT', json: { after: 0, answer: 'yes', version: 1 } })
  const kept = [
    `${photo}/original`,
    `${photo}/screen`,
    `/api/cases/${caseId}/notes`,
    `/api/cases/${caseId}/measurements`,
    consents,
  ]
  const read = async (by: Browser): Promise<string[]> => {
    const replies = await Promise.all(kept.map((path) => by.fetch(path)))
    expect(replies.map(({ status }) => status)).toEqual(kept.map(() => 200))
    const bodies = await Promise.all(replies.map((reply) => reply.arrayBuffer()))
    return bodies.map((body) => Buffer.from(body).toString('base64'))
  }
  const before = await read(patient)
  const archive = await aBackup()
  await server.close()

  expect(await type(`restore --from ${archive} --into again`)).toMatchObject({ code: 0 })
  const again = join(folder.path, 'again')
  await copyFile(join(dataDir, 'visita.key'), join(again, 'visita.key'))
  const restored = await aServer(again)
  try {
    expect(await read(await signIn(restored, patient))).toEqual(before)
  } finally {
    await restored.close()
  }
})

test('[B16] what cannot be restored is said in a sentence, with code 1, and nothing is there', async () => {
  await (await aServer(dataDir)).close()
  const archive = await aBackup()
  const bytes = await readFile(join(folder.path, archive))
  await writeFile(join(folder.path, archive), bytes.subarray(0, -1))
  const sentence = /^\S+\.backup is cut, or was changed since it was made\. Nothing was restored\.$/
  expect(await type(`restore --from ${archive} --into again`)).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(sentence),
  })
  expect(await readdir(folder.path)).not.toContain('again')
  await writeFile(join(folder.path, 'other.key'), Buffer.alloc(32, 7))
  const otherKey = { VISITA_BACKUP_KEY_FILE: join(folder.path, 'other.key') }
  expect(await type(`backup verify ${archive}`, otherKey)).toMatchObject({
    code: 1,
    err: expect.stringContaining('another backup key'),
  })
})

test('without a folder, an archive or data, a command says what it needs', async () => {
  expect(await type('backup')).toMatchObject({ code: 2, err: expect.stringContaining('--to FOLDER') })
  expect(await type('restore --from a')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--into FOLDER'),
  })
  expect(await type('backup verify')).toMatchObject({ code: 2, err: expect.stringContaining('one archive') })
  expect(await type('backup --to backups')).toMatchObject({
    code: 1,
    err: expect.stringContaining('nothing to back up'),
  })
})
