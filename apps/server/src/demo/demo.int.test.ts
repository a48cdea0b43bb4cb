import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  caseListSchema,
  caseSchema,
  noteListSchema,
  patientListSchema,
  patientRecordSchema,
  personListSchema,
  photoListSchema,
  type Role,
  type SessionReply,
  visitRecordSchema,
} from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoAccount } from '../modules/accounts/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { createLogger } from '../platform/logger.ts'
import { signedIn } from '../testing/accounts.ts'
import { Page } from '../testing/page.ts'
import { startServerProcess } from '../testing/process.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../testing/server.ts'
import { makeDemoClinic } from './clinic.ts'
import { COURSES } from './courses.ts'
import type { Course } from './course.ts'
import { handOver } from './hand-over.ts'
import { PEOPLE } from './people.ts'
import { PAST_VISITS, WAITING } from './story.ts'

const config = (dataDir: string) => loadConfig({ VISITA_DATA_DIR: dataDir }, ['--demo'])
const refusalOf = (dataDir: string, env: NodeJS.ProcessEnv = {}): string =>
  spawnSync(process.execPath, [join(import.meta.dirname, '..', 'main.ts'), '--demo'], {
    env: { ...process.env, PORT: '0', VISITA_DATA_DIR: dataDir, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  }).stderr

/** To draw them all takes longer than the rest of these tests together. */
const FEW_PHOTOS: readonly Course[] = COURSES.map((course, index) => {
  const days = course.days.filter(({ acts }) => acts.some(({ kind }) => kind === 'photo'))
  const drawn = index === 0 ? [days[0], days.at(-1)] : []
  return {
    ...course,
    days: course.days.map((day) => ({
      ...day,
      acts: day.acts.filter(({ kind }) => kind !== 'photo' || drawn.includes(day)),
    })),
  }
})

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let accounts: DemoAccount[]
const logged: string[] = []

beforeAll(async () => {
  folder = await aFolder()
  const logger = createLogger('debug', { write: (line) => void logged.push(line) })
  accounts = await makeDemoClinic(config(folder.path), logger, FEW_PHOTOS)
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

/** With nothing but what is printed: the password and, for staff, the first of the codes. */
async function comesIn({ login, password, secondFactor }: DemoAccount): Promise<{
  browser: Browser
  session: SessionReply['session']
}> {
  const json = { login, password }
  const first = await signedIn(
    server,
    await server.stranger().fetch('/api/session/password', { method: 'POST', json }),
  )
  if (secondFactor === null) return first
  const code = { code: secondFactor.codes.shift() }
  return signedIn(server, await first.browser.fetch('/api/session/code', { method: 'POST', json: code }))
}

async function somebody(role: Role): Promise<Browser> {
  const account = accounts.find(({ member }) => member.roles.includes(role))
  if (account === undefined) throw new Error(`the demo has no ${role}`)
  return (await comesIn(account)).browser
}

describe('[B34] the demo clinic', () => {
  test('has an administrator, two doctors, a coordinator, an auditor and six patients, who all come in', async () => {
    const came: string[] = []
    for (const account of accounts) {
      const { session } = await comesIn(account)
      if (session.level === 'account') came.push(session.roles.join())
    }
    expect(came.toSorted()).toEqual([
      'administrator',
      'coordinator',
      'doctor',
      'doctor',
      'patient',
      'patient',
      'patient',
      'patient',
      'patient',
      'patient',
      'privacy_officer',
    ])
  })

  test('says what it is on its first page, and prints no other way in', async () => {
    const reply = await server.stranger().fetch('/api/session')
    expect(await reply.json()).toMatchObject({ clinic: { name: 'Demo clinic', setUp: false } })
  })

  test('has people with a second factor where they work there', async () => {
    const administrator = await somebody('administrator')
    const { people } = personListSchema.parse(await (await administrator.fetch('/api/people')).json())
    expect(people).toHaveLength(11)
    for (const { roles, secondFactor } of people) expect(secondFactor).toBe(!roles.includes('patient'))
  })

  test('has a visit with its chat in the record of a patient, on a day that is past', async () => {
    const doctor = await somebody('doctor')
    const { patients } = patientListSchema.parse(await (await doctor.fetch('/api/patients')).json())
    const patty = patients.find(({ displayName }) => displayName === PEOPLE.patty.name)
    const path = `/api/patients/${patty?.id}`
    const { visits } = patientRecordSchema.parse(await (await doctor.fetch(path)).json())
    const visit = await doctor.fetch(`/api/visits/${visits[0]?.id}`)
    const { messages, startedAt, end } = visitRecordSchema.parse(await visit.json())
    expect(messages.map(({ text }) => text)).toEqual(PAST_VISITS[0]?.lines.map(({ text }) => text))
    expect(server.now() - startedAt).toBeGreaterThan(5 * 24 * 60 * 60 * 1000)
    expect(end?.reason).toBe('ended')
  })

  test('[B27] has cases of about a year, of which one was handed over and one is closed', async () => {
    const doctor = await somebody('doctor')
    const { own, offered } = caseListSchema.parse(await (await doctor.fetch('/api/cases')).json())
    expect(offered).toEqual([])
    const { patty, sam, nora } = PEOPLE
    expect(own.map(({ patient }) => patient.displayName).toSorted()).toEqual(
      [patty.name, sam.name, nora.name].toSorted(),
    )
    const { id, openedAt } = own.find(({ patient }) => patient.displayName === patty.name) ?? {}
    expect(server.now() - (openedAt ?? Infinity)).toBeGreaterThan(350 * 24 * 60 * 60 * 1000)

    const { lesions, course } = caseSchema.parse(await (await doctor.fetch(`/api/cases/${id}`)).json())
    expect(lesions.map(({ site }) => site)).toEqual(['elbow-left', 'elbow-right'])
    expect(course.treatments.map(({ stopped }) => stopped?.reason)).toEqual([
      undefined,
      'remission',
      'no_effect',
    ])
    const { notes } = noteListSchema.parse(await (await doctor.fetch(`/api/cases/${id}/notes`)).json())
    expect(notes).toHaveLength(4)
    expect(notes.every(({ signed }) => signed !== null)).toBe(true)
  })

  test('[B25] has photographs months apart, of which the last is new', async () => {
    const doctor = await somebody('doctor')
    const { own } = caseListSchema.parse(await (await doctor.fetch('/api/cases')).json())
    const path = `/api/cases/${own.find(({ patient }) => patient.displayName === PEOPLE.patty.name)?.id}/photos`
    const { photos } = photoListSchema.parse(await (await doctor.fetch(path)).json())
    expect(photos.map(({ isNew }) => isNew)).toEqual([true, false])
    const [newest, oldest] = photos.map(({ takenAt }) => takenAt)
    expect((newest ?? 0) - (oldest ?? 0)).toBeGreaterThan(300 * 24 * 60 * 60 * 1000)
    const small = await doctor.fetch(`${path}/${photos[0]?.id}/thumb`)
    expect(small.headers.get('content-type')).toBe('image/jpeg')
  })

  test('has a request waiting in the queue', async () => {
    const doctor = await somebody('doctor')
    const page = new Page(server.url, doctor.cookie)
    await page.admission()
    const { requests } = await page.get('queue:look', {})
    expect(requests).toMatchObject([
      { patient: { displayName: WAITING.patient.name }, said: { text: WAITING.text } },
    ])
    page.socket.disconnect()
  })

  test('keeps its passwords and keys in no file and no line of the log', async () => {
    const secrets = accounts.flatMap(({ password, secondFactor }) => [
      password,
      ...(secondFactor === null ? [] : [secondFactor.secret, ...secondFactor.codes]),
    ])
    const printed = handOver(accounts)
    const entries = await readdir(folder.path, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const written = await Promise.all(
      files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    )
    const all = [...written, ...logged, ...server.log].join('\n')
    expect(files.length).toBeGreaterThan(3)
    for (const secret of secrets) {
      expect(printed).toContain(secret)
      expect(all.includes(secret)).toBe(false)
    }
  })
})

describe('[B34] --demo', () => {
  test('prints who is there once, and the next start goes on with them', { timeout: 120_000 }, async () => {
    await using own = await aFolder()
    const first = await startServerProcess(own.path, ['--demo'])
    expect(first.said.filter((line) => line.includes('@demo.example  '))).toHaveLength(11)
    expect(first.said.join('\n')).not.toContain('#setup=')
    await first.stop()

    const second = refusalOf(own.path)
    expect(second).toMatch(/^There are accounts in .* already, so no demo clinic is made there\./)
    expect(second).not.toMatch(/^ {4}at /m)

    const third = await startServerProcess(own.path)
    expect(third.said.join('\n')).not.toMatch(/@demo\.example|#setup=/)
    await third.stop()
  })

  test('is refused in production, where nothing is made', async () => {
    await using own = await aFolder()
    const dataDir = join(own.path, 'data')
    const env = { VISITA_MODE: 'production', VISITA_ORIGINS: 'https://visita.clinic.org' }
    expect(refusalOf(dataDir, env)).toContain('VISITA_DEMO: is for trying out, never for production')
    expect(await readdir(own.path)).toEqual([])
  })
})
