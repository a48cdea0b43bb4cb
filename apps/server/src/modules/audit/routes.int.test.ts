import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  auditCheckSchema,
  type AuditPage,
  auditPageSchema,
  auditPeopleSchema,
  readersPageSchema,
} from '@visita/protocol'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '../../testing/accounts.ts'
import { aCast, type Cast } from '../../testing/cast.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'

const REASON = 'She lay unconscious in the waiting room.'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast

/** A doctor without relation has opened the patient's record against the rule, and read it. */
beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
  const { doctor, patient } = cast
  await doctor.fetch('/api/break-glass', {
    method: 'POST',
    json: { patient: patient.self.id, reason: REASON },
  })
  await doctor.fetch(`/api/patients/${patient.self.id}`)
}, 60_000)
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

async function search(query: string): Promise<AuditPage> {
  const reply = await cast.privacy_officer.fetch(`/api/audit?${query}`)
  expect(reply.status).toBe(200)
  return auditPageSchema.parse(await reply.json())
}
const readsOf = async (patient: Account) =>
  readersPageSchema.parse(await (await patient.fetch('/api/record/readers')).json())
const namesIn = ({ entries }: AuditPage) => entries.map(({ event }) => event?.event)

const OTHERS = ['anonymous', 'guest', 'pending', 'patient', 'doctor', 'coordinator', 'administrator'] as const

describe('[B14] the audit log over HTTP', () => {
  test.each(OTHERS)('refuses %s, whether to search, to export or to check', async (role) => {
    const paths = ['', '/export?format=csv', '/people', '/check'].map((path) => `/api/audit${path}`)
    for (const path of paths) {
      const { status } = await cast[role].fetch(path)
      expect([401, 403]).toContain(status)
    }
  })

  test('shows the privacy officer who did what, with the names of those who acted alone', async () => {
    const { doctor, patient } = cast
    const page = await search(`subject=${patient.self.id}&events=break_glass.opened,record.read`)
    expect(namesIn(page)).toEqual(['record.read', 'break_glass.opened'])
    expect(page.actors).toEqual([doctor.self])
    const text = JSON.stringify(page)
    expect(text).not.toContain(patient.self.displayName)
    expect(text).not.toContain(REASON)
  })

  test('has the refusals, the searches and the exports in it', async () => {
    await cast.administrator.fetch('/api/audit')
    await cast.privacy_officer.fetch('/api/audit/export?format=csv')
    await search('')
    const [first, ...rest] = (await search('')).entries
    expect(first?.event).toMatchObject({
      event: 'audit.searched',
      actor: cast.privacy_officer.self.id,
      actorRole: 'privacy_officer',
    })
    const refusal = rest.find(({ event }) => event?.event === 'access.refused')?.event
    expect(refusal).toMatchObject({
      actor: cast.administrator.self.id,
      details: { permission: 'audit.search', relation: 'unknown', code: 'forbidden' },
    })
    expect(rest.map(({ event }) => event?.event)).toContain('audit.exported')
  })

  test('is exported as a file that no browser opens or keeps', async () => {
    const reply = await cast.privacy_officer.fetch('/api/audit/export?format=csv')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="visita-audit.csv"')
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
    expect(reply.headers.get('cache-control')).toContain('no-store')
    const lines = (await reply.text()).trimEnd().split('\r\n')
    expect(lines.at(-1)).toContain('"audit.exported"')
    expect(lines.join('')).not.toContain(cast.doctor.self.displayName)
  })

  test.each([
    '/api/audit?before=0',
    '/api/audit?events=all',
    '/api/audit/export',
    '/api/audit/export?format=xls',
  ])('refuses the query of %s, and notes no search', async (path) => {
    const { next: _next, ...before } = await search('events=audit.searched,audit.exported')
    expect((await cast.privacy_officer.fetch(path)).status).toBe(400)
    const after = await search('events=audit.searched,audit.exported')
    expect(after.entries).toHaveLength(before.entries.length + 1)
  })
})

const check = async () =>
  auditCheckSchema.parse(await (await cast.privacy_officer.fetch('/api/audit/check')).json())

describe('[C33] whether the log is whole', () => {
  test('is told to the privacy officer, also after somebody has changed the database', async () => {
    expect(await check()).toMatchObject({ verdict: { whole: true, anchored: 0 }, damaged: 0 })

    const db = new DatabaseSync(join(folder.path, 'visita.db'))
    const { at } = z.object({ at: z.int() }).parse(db.prepare('select at from audit where seq = 2').get())
    db.exec('update audit set at = at - 1 where seq = 2')
    expect(await check()).toEqual({ verdict: { whole: false, seq: 2, fault: 'changed' }, damaged: 0 })
    const entries = (await search('')).entries.filter(({ event }) => event === null)
    expect(entries).toEqual([{ seq: 2, at: at - 1, event: null }])
    db.prepare('update audit set at = ? where seq = 2').run(at)
    db.close()
    expect(await check()).toMatchObject({ verdict: { whole: true } })
  })
})

test('[B14] those who work here can be looked for by name, and no patient', async () => {
  const reply = await cast.privacy_officer.fetch('/api/audit/people')
  const { people } = auditPeopleSchema.parse(await reply.json())
  expect(people).toContainEqual(cast.doctor.self)
  expect(people).not.toContainEqual(cast.patient.self)
})

describe('[X7] who read my record', () => {
  test('is told to the patient, with the reason that was given', async () => {
    const { doctor, patient } = cast
    expect((await readsOf(patient)).reads).toMatchObject([
      { reader: doctor.self, role: 'doctor', what: { kind: 'record', part: 'visits' } },
      { reader: doctor.self, role: 'doctor', what: { kind: 'break_glass', minutes: 60, reason: REASON } },
    ])
  })

  test.each(['anonymous', 'guest', 'pending', 'doctor', 'privacy_officer', 'administrator'] as const)(
    'has nothing for %s, who is no patient',
    async (role) => {
      expect([401, 403]).toContain((await cast[role].fetch('/api/record/readers')).status)
    },
  )
})
