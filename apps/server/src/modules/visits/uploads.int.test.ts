import { createHash, randomBytes } from 'node:crypto'
import { readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { type VisitId, visitRecordSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { HEADERS } from '../../platform/headers.ts'
import { newId } from '../../platform/random.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'
import { FRAME_BYTES, framePosition } from '../vault/index.ts'

const DAY = 24 * 60 * 60 * 1000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser
let johanna: Browser
let visitId: VisitId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})
beforeEach(async () => {
  maria = await server.identify('Maria Alves da Silva')
  johanna = await server.identify('Dr. Johanna Weber')
  visitId = await aVisit(server.services, maria.self, johanna.self)
})

const tus = { 'tus-resumable': '1.0.0' }
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const metadataOf = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')

interface Announced {
  bytes: Buffer
  fileId?: string
  hash?: string
  name?: string
  type?: string
  size?: number
}
const announce = (
  browser: Pick<Browser, 'fetch'>,
  file: Announced,
  visit: string = visitId,
): Promise<Response> => {
  const {
    bytes,
    fileId = newId(),
    hash = sha256(bytes),
    name = 'scan.pdf',
    size = bytes.length,
    type = 'application/pdf',
  } = file
  const metadata = { visitId: visit, fileId, name, type, sha256: hash }
  return browser.fetch('/api/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(size), 'upload-metadata': metadataOf(metadata) },
  })
}
const locationOf = (reply: Response): string => {
  const location = reply.headers.get('location')
  if (location === null) throw new Error(`not created: ${reply.status}`)
  return location
}
const send = (browser: Browser, location: string, bytes: Buffer, offset = 0): Promise<Response> =>
  browser.fetch(location, {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes.subarray(offset)),
  })
const offsetOf = async (browser: Browser, location: string): Promise<number> =>
  Number((await browser.fetch(location, { method: 'HEAD', headers: tus })).headers.get('upload-offset'))
const download = (browser: Pick<Browser, 'fetch'>, fileId: string): Promise<Response> =>
  browser.fetch(`/api/visits/${visitId}/files/${fileId}`)
const filesOf = async (browser: Browser) =>
  visitRecordSchema.parse(await (await browser.fetch(`/api/visits/${visitId}`)).json()).files
const onDisk = (): Promise<string[]> => readdir(join(server.dataDir, 'files'))

const storedBytes = async (location: string): Promise<number> =>
  stat(join(server.dataDir, 'files', location.split('/').at(-1) ?? '')).then(
    ({ size }) => size,
    () => 0,
  )

/** Announces all of a file's bytes, brings some of them, and loses the connection once those are stored. */
async function sendAndCut(location: string, bytes: Buffer, until: number): Promise<void> {
  const cut = request(`${server.url}${location}`, {
    method: 'PATCH',
    headers: {
      ...tus,
      origin: server.url,
      cookie: maria.cookie,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
      'content-length': String(bytes.length),
    },
  })
  const closed = new Promise((resolve) => cut.once('close', resolve))
  cut.on('error', () => {})
  cut.write(bytes.subarray(0, until))
  const whole = framePosition(Math.floor(until / FRAME_BYTES))
  await vi.waitUntil(async () => (await storedBytes(location)) >= whole)
  cut.destroy()
  await closed
}

describe('POST /api/uploads', () => {
  test('refuses anonymous', async () => {
    const reply = await announce(server.stranger(), { bytes: randomBytes(10) })
    expect(reply.status).toBe(401)
    expect(await reply.text()).toBe('{"error":"not_identified"}')
  })

  test('[C13] refuses a person outside the visit, as if there were none', async () => {
    const outsider = await server.identify('Somebody else here')
    const bytes = randomBytes(10)
    const replies = [await announce(outsider, { bytes }), await announce(outsider, { bytes }, newId())]
    expect(replies.map(({ status }) => status)).toEqual([404, 404])
  })

  test.each<[string, Partial<Announced>, number]>([
    ['a size over 2 GB', { size: 2 * 1024 ** 3 + 1 }, 413],
    ['a hash that is none', { hash: 'x' }, 400],
    ['an empty name', { name: '' }, 400],
    ['a name too long', { name: 'x'.repeat(256) }, 400],
  ])('refuses %s', async (_fault, file, status) => {
    expect((await announce(maria, { bytes: randomBytes(10), ...file })).status).toBe(status)
    expect(await filesOf(maria)).toEqual([])
  })

  test('takes a file of which the browser knows no type', async () => {
    expect((await announce(maria, { bytes: randomBytes(10), type: '' })).status).toBe(201)
    expect(await filesOf(maria)).toMatchObject([{ type: '' }])
  })

  test('repeated, finds the first; another file under the same id conflicts', async () => {
    const file = { bytes: randomBytes(10), fileId: newId() }
    const first = locationOf(await announce(maria, file))
    expect(locationOf(await announce(maria, file))).toBe(first)
    expect((await announce(maria, { ...file, bytes: randomBytes(10) })).status).toBe(409)
    expect((await announce(johanna, file)).status).toBe(409)
    expect(await filesOf(maria)).toHaveLength(1)
  })

  test('carries the headers of every answer and none for other sites', async () => {
    const reply = await announce(maria, { bytes: randomBytes(10) })
    expect(Object.fromEntries(reply.headers)).toMatchObject(HEADERS)
    expect(reply.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('[A10] an upload', () => {
  test.each([0, 1, FRAME_BYTES, FRAME_BYTES + 1, 5 * FRAME_BYTES - 1, 3 * 1024 ** 2])(
    'of %i bytes comes back byte-identical to both',
    async (size) => {
      const file = { bytes: randomBytes(size), fileId: newId(), name: 'Befund "Müller".pdf' }
      const location = locationOf(await announce(maria, file))
      if (size > 0) await send(maria, location, file.bytes)
      for (const browser of [maria, johanna]) {
        const reply = await download(browser, file.fileId)
        expect(Buffer.from(await reply.arrayBuffer()).equals(file.bytes)).toBe(true)
        expect(reply.headers.get('content-disposition')).toBe(
          `attachment; filename="file"; filename*=UTF-8''Befund%20_M%C3%BCller_.pdf`,
        )
        expect(reply.headers.get('content-type')).toBe('application/octet-stream')
        expect(reply.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
        expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
      }
      expect(await filesOf(johanna)).toMatchObject([
        { id: file.fileId, sender: maria.self.id, size, sha256: sha256(file.bytes), complete: true },
      ])
    },
  )

  test('cut in the middle goes on after the last whole frame', async () => {
    const file = { bytes: randomBytes(10 * FRAME_BYTES + 3), fileId: newId() }
    const location = locationOf(await announce(maria, file))
    await sendAndCut(location, file.bytes, 4 * FRAME_BYTES + 1000)
    expect(await offsetOf(maria, location)).toBe(4 * FRAME_BYTES)
    expect((await download(maria, file.fileId)).status).toBe(404)
    expect((await send(maria, location, file.bytes, 0)).status).toBe(409)
    expect((await send(maria, location, file.bytes, 4 * FRAME_BYTES)).status).toBe(204)
    const reply = await download(johanna, file.fileId)
    expect(Buffer.from(await reply.arrayBuffer()).equals(file.bytes)).toBe(true)
  })

  test('whose bytes do not have the announced hash is refused and removed', async () => {
    const before = await onDisk()
    const bytes = randomBytes(2 * FRAME_BYTES)
    const location = locationOf(await announce(maria, { bytes, hash: sha256(randomBytes(1)) }))
    const reply = await send(maria, location, bytes)
    expect([reply.status, await reply.text()]).toEqual([400, '{"error":"bad_request","detail":"sha256"}'])
    expect(await filesOf(maria)).toEqual([])
    expect(await onDisk()).toEqual(before)
  })

  test('is its sender’s alone until it is whole', async () => {
    const bytes = randomBytes(10)
    const location = locationOf(await announce(maria, { bytes }))
    expect((await send(johanna, location, bytes)).status).toBe(404)
    expect((await johanna.fetch(location, { method: 'HEAD', headers: tus })).status).toBe(404)
    expect((await johanna.fetch(location, { method: 'DELETE', headers: tus })).status).toBe(404)
    expect((await send(maria, location, bytes)).status).toBe(204)
  })

  test('[C28] is given back in parts, each from the frames that hold it', async () => {
    const bytes = randomBytes(3 * FRAME_BYTES + 5)
    const fileId = newId()
    await send(maria, locationOf(await announce(maria, { bytes, fileId })), bytes)
    const part = (range: string, ifRange = `"${fileId}"`): Promise<Response> =>
      johanna.fetch(`/api/visits/${visitId}/files/${fileId}`, { headers: { range, 'if-range': ifRange } })
    for (const [range, start, end] of [
      ['bytes=0-9', 0, 10],
      [`bytes=${FRAME_BYTES - 1}-${2 * FRAME_BYTES}`, FRAME_BYTES - 1, 2 * FRAME_BYTES + 1],
      ['bytes=-6', bytes.length - 6, bytes.length],
    ] as const) {
      const reply = await part(range)
      expect(reply.status).toBe(206)
      expect(reply.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${bytes.length}`)
      expect(Buffer.from(await reply.arrayBuffer()).equals(bytes.subarray(start, end))).toBe(true)
    }
    expect((await part('bytes=0-9', '"another"')).status).toBe(200)
    expect((await part(`bytes=${bytes.length}-`)).headers.get('content-length')).toBe(String(bytes.length))
  })

  test('that is given up frees its place', async () => {
    const location = locationOf(await announce(maria, { bytes: randomBytes(10) }))
    expect((await maria.fetch(location, { method: 'DELETE', headers: tus })).status).toBe(204)
    expect(await filesOf(maria)).toEqual([])
  })

  test('that is whole cannot be taken back', async () => {
    const bytes = randomBytes(10)
    const location = locationOf(await announce(maria, { bytes }))
    await send(maria, location, bytes)
    expect((await maria.fetch(location, { method: 'DELETE', headers: tus })).status).toBe(400)
    expect(await filesOf(maria)).toHaveLength(1)
  })

  test('[C28] that was changed on disk breaks off and never passes for whole', async () => {
    const file = { bytes: randomBytes(3 * FRAME_BYTES), fileId: newId() }
    const before = new Set(await onDisk())
    await send(maria, locationOf(await announce(maria, file)), file.bytes)
    const stored = (await onDisk()).find((name) => !before.has(name)) ?? ''
    await truncate(join(server.dataDir, 'files', stored), 2 * (FRAME_BYTES + 28))
    await expect(download(maria, file.fileId).then((reply) => reply.arrayBuffer())).rejects.toThrow(
      'terminated',
    )
  })
})

/** A server that stops while one of its uploads is half here. */
async function sendHalf(dataDir: string): Promise<void> {
  const first = await aServer(dataDir)
  const sender = await first.identify('Maria Alves da Silva')
  const other = await first.identify('Dr. Johanna Weber')
  const visit = await aVisit(first.services, sender.self, other.self)
  const bytes = randomBytes(3 * FRAME_BYTES)
  const location = locationOf(await announce(sender, { bytes }, visit))
  await send(sender, location, bytes.subarray(0, FRAME_BYTES))
  await writeFile(join(dataDir, 'files', 'known-to-nobody'), 'x')
  await first.close()
}

describe('at the next start', () => {
  test.each([
    ['stays for a day', DAY - 60_000, 1],
    ['is removed after it', DAY + 60_000, 0],
  ])('an unfinished upload %s, and what no record knows is gone', async (_what, later, files) => {
    await using own = await aFolder()
    await sendHalf(own.path)
    const second = await aServer(own.path, { ahead: later })
    expect(await readdir(join(own.path, 'files'))).toHaveLength(files)
    await second.close()
  })
})
