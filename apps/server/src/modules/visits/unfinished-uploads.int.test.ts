import { LIMITS } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../platform/random.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'
import { SealedFiles } from '../files/index.ts'

const GB = 1024 ** 3
const HASH = '0'.repeat(64)

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer

beforeEach(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterEach(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

async function twoInAVisit() {
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  return { maria, johanna, visitId: await aVisit(server.services, maria.self, johanna.self) }
}

const encode = (value: string): string => Buffer.from(value).toString('base64')

function announce(sender: Browser, visitId: string, size: number, fileId = newId()): Promise<Response> {
  const fields = { visitId, fileId, name: 'scan.pdf', type: 'application/pdf', sha256: HASH }
  const metadata = Object.entries(fields).map(([name, value]) => `${name} ${encode(value)}`)
  return sender.fetch('/api/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(size),
      'upload-metadata': metadata.join(','),
    },
  })
}
const giveUp = (sender: Browser, reply: Response): Promise<Response> =>
  sender.fetch(reply.headers.get('location') ?? '', {
    method: 'DELETE',
    headers: { 'tus-resumable': '1.0.0' },
  })

const aDiskOf = (bytes: number) =>
  vi.spyOn(SealedFiles.prototype, 'freeBytes').mockImplementation(() => Promise.resolve(bytes))

describe('[A10] unfinished uploads of one person', () => {
  test('are bounded in number; one given up makes room, and the other person has their own', async () => {
    const { maria, johanna, visitId } = await twoInAVisit()
    const replies = await Promise.all(
      Array.from({ length: LIMITS.unfinishedFiles + 5 }, () => announce(maria, visitId, 10)),
    )
    const taken = replies.filter(({ status }) => status === 201)
    const refused = replies.filter(({ status }) => status !== 201)
    expect(taken).toHaveLength(LIMITS.unfinishedFiles)
    for (const reply of refused)
      expect([reply.status, await reply.json()]).toEqual([
        429,
        { error: 'too_fast', detail: 'unfinished_files' },
      ])
    expect((await announce(johanna, visitId, 10)).status).toBe(201)
    const [first] = taken
    if (first !== undefined) await giveUp(maria, first)
    expect((await announce(maria, visitId, 10)).status).toBe(201)
  })

  test('are bounded in bytes over all their visits, however many are announced at once', async () => {
    aDiskOf(100 * GB)
    const { maria, johanna, visitId } = await twoInAVisit()
    const second = await aVisit(server.services, johanna.self, maria.self)
    const replies = await Promise.all(
      [visitId, second, visitId, second, visitId].map((visit) => announce(maria, visit, LIMITS.fileSize)),
    )
    const statuses = replies.map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 201, 201, 201, 429])
  })

  test('announced again are found, not refused', async () => {
    aDiskOf(100 * GB)
    const { maria, visitId } = await twoInAVisit()
    const [again, ...others] = [newId(), newId(), newId(), newId()]
    for (const id of [again, ...others]) await announce(maria, visitId, LIMITS.fileSize, id)
    expect((await announce(maria, visitId, LIMITS.fileSize)).status).toBe(429)
    expect((await announce(maria, visitId, LIMITS.fileSize, again)).status).toBe(201)
  })
})

test('what is announced is taken off the free disk, whoever announced it', async () => {
  aDiskOf(5 * GB)
  const first = await twoInAVisit()
  const second = await twoInAVisit()
  expect((await announce(first.maria, first.visitId, LIMITS.fileSize)).status).toBe(201)
  expect((await announce(second.maria, second.visitId, LIMITS.fileSize)).status).toBe(201)
  const refused = await announce(first.johanna, first.visitId, LIMITS.fileSize)
  expect([refused.status, await refused.json()]).toEqual([507, { error: 'storage_full' }])
  expect((await announce(first.johanna, first.visitId, 1024)).status).toBe(201)
})
