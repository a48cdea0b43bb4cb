import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type VisitId, visitRecordSchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser
let johanna: Browser
let visitId: VisitId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(join(folder.path, 'data'))
  maria = await server.identify('Maria Alves da Silva')
  johanna = await server.identify('Dr. Johanna Weber')
  visitId = await aVisit(server.services, maria.self, johanna.self)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

interface Sent {
  name?: string
  type?: string
  content?: string
}

/** The answer to the announcement where that is refused, otherwise to the bytes. */
async function send(fileId: string, { name = 'lesion.jpg', type = 'image/jpeg', content = 'x' }: Sent) {
  const tus = { 'tus-resumable': '1.0.0' }
  const bytes = Buffer.from(content, 'latin1')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const metadata = Object.entries({ visitId, fileId, name, type, sha256 })
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join()
  const announced = await maria.fetch('/api/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  })
  const location = announced.headers.get('location')
  if (location === null) return announced
  return maria.fetch(location, {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(bytes),
  })
}

const HTML = '<!doctype html><script>alert(1)</script>'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

describe('[C26] a file is given back as bytes to save, whatever it is', () => {
  test.each<[string, Sent]>([
    ['a page called a photograph', { content: HTML }],
    ['a page behind the first bytes of a JPEG', { content: `\u00ff\u00d8\u00ff\u00e0${HTML}` }],
    ['a page behind the first bytes of a PNG', { name: 'a.png', content: `\u0089PNG\r\n\u001a\n${HTML}` }],
    ['a page behind the first line of a PDF', { name: 'a.pdf', content: `%PDF-1.7\n${HTML}` }],
    ['a page that is a script that is a GIF', { name: 'a.gif', content: `GIF89a/*${HTML}*/=alert(1)` }],
    ['a drawing that runs', { name: 'a.svg', type: 'image/svg+xml', content: SVG }],
    ['a page', { name: 'a.html', type: 'text/html', content: HTML }],
    ['a script', { name: 'a.js', type: 'text/javascript', content: 'alert(1)' }],
    ['a style sheet', { name: 'a.css', type: 'text/css', content: 'body { color: red }' }],
    ['a program', { name: 'a.exe', type: 'application/x-msdownload', content: 'MZ' }],
    ['a type that is another header', { type: 'text/html\r\nx-evil: 1', content: HTML }],
  ])('%s', async (_what, sent) => {
    const fileId = newId()
    expect((await send(fileId, sent)).status).toBe(204)
    const { status, headers } = await johanna.fetch(`/api/visits/${visitId}/files/${fileId}`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(headers.get('content-security-policy')).toMatch(/sandbox/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-evil')).toBeNull()
  })
})

describe('[C26] a name leads nowhere and hides nothing', () => {
  test.each([
    ['../../../visita.key', '_.._.._visita.key'],
    ['..\\..\\windows\\system.ini', '_.._windows_system.ini'],
    ['/etc/passwd', '_etc_passwd'],
    ['photo\r\nset-cookie: a=b', 'photo__set-cookie_ a=b'],
    ['a"; filename="b.exe', 'a_; filename=_b.exe'],
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['visible\u0000.exe', 'visible_.exe'],
    ['.htaccess', 'htaccess'],
    ['nul.txt', '_nul.txt'],
  ])('%j is saved as %j', async (name, safe) => {
    const fileId = newId()
    expect((await send(fileId, { name })).status).toBe(204)
    const { headers } = await johanna.fetch(`/api/visits/${visitId}/files/${fileId}`)
    const [, encoded = ''] = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '') ?? []
    expect(decodeURIComponent(encoded)).toBe(safe)
    expect(headers.getSetCookie()).toEqual([])
    const record = await (await johanna.fetch(`/api/visits/${visitId}`)).json()
    expect(visitRecordSchema.parse(record).files.find(({ id }) => id === fileId)?.name).toBe(safe)
  })

  test.each([256, 1_000, 100_000])('one of %i characters is refused', async (length) => {
    expect((await send(newId(), { name: 'x'.repeat(length) })).status).toBeGreaterThanOrEqual(400)
  })

  test('what is on the disk is named by ids alone, and lies in its own folder', async () => {
    const stored = await readdir(join(server.dataDir, 'files'))
    expect(stored.length).toBeGreaterThan(10)
    for (const name of stored) expect(name).toMatch(/^[0-9a-f-]{36}$/)
    expect(await readdir(folder.path)).toEqual(['data'])
  })
})
