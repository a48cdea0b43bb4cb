import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'
import { newId, newRoomId, newSeatToken } from '../../platform/random.ts'

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const MARKED = {
  caller: 'Canary Caller Montgomery',
  callee: 'Canary Callee Fitzgerald',
  text: 'canary-chat: it itches since Monday',
  name: 'canary-lesion-on-the-left-arm.jpg',
  type: 'application/canary-type',
  content: 'canary-content '.repeat(10_000),
  scene: '{"canary-scene":"melanoma?"}',
  png: 'canary-picture-bytes',
}

/** What to look for: the text itself, and base64 of it at each of the three alignments. */
const formsOf = (text: string): Buffer[] => {
  const bytes = Buffer.from(text.slice(0, 40))
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return Buffer.from(encoded.slice(shift === 0 ? 0 : 4, -3))
  })
  return [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString(), 'utf16le'), ...shifted]
}

async function keepEverything(server: TestServer): Promise<string[]> {
  const caller = await server.identify(MARKED.caller)
  const callee = await server.identify(MARKED.callee)
  const roomId = newRoomId()
  const seatToken = newSeatToken()
  const { visitId } = await server.services.visits.open({
    roomId,
    participants: [
      { person: caller.self, role: 'guest' },
      { person: callee.self, role: 'guest' },
    ],
    from: 'lobby',
    seatTokens: [seatToken, newSeatToken()],
  })
  const put = (path: string, json: unknown) =>
    caller.fetch(`/api/visits/${visitId}/${path}`, { method: 'PUT', json })
  const png = Buffer.concat([PNG_SIGNATURE, Buffer.from(MARKED.png)]).toString('base64')
  const replies = [
    await put(`messages/${newId()}`, { text: MARKED.text, sentAt: 1 }),
    await put('board', { revision: 1, scene: MARKED.scene, png }),
    await upload(caller, visitId),
  ]
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 204])
  return [roomId, seatToken, caller.cookie.split('=')[1] ?? '']
}

async function upload(sender: Browser, visitId: string): Promise<Response> {
  const sha256 = createHash('sha256').update(MARKED.content).digest('hex')
  const metadata = { visitId, fileId: newId(), name: MARKED.name, type: MARKED.type, sha256 }
  const pairs = Object.entries(metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  )
  const tus = { 'tus-resumable': '1.0.0' }
  const created = await sender.fetch('/api/uploads', {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(MARKED.content.length), 'upload-metadata': pairs.join(',') },
  })
  return sender.fetch(created.headers.get('location') ?? '', {
    method: 'PATCH',
    headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: MARKED.content,
  })
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('[C27] nothing that describes a patient, and no token, is on disk in any readable form', async () => {
  await using folder = await aFolder()
  const server = await aServer(folder.path)
  const tokens = await keepEverything(server)
  const marks = [...Object.values(MARKED), ...tokens]

  const search = async (): Promise<string[]> => {
    const found: string[] = []
    for (const path of await filesBelow(folder.path)) {
      const bytes = await readFile(path)
      const here = marks.filter((mark) => formsOf(mark).some((form) => bytes.includes(form)))
      found.push(...here.map((mark) => `${path}: ${mark}`))
    }
    return found
  }
  expect((await filesBelow(folder.path)).some((path) => path.endsWith('-wal'))).toBe(true)
  expect(await search()).toEqual([])
  expect(server.log.join('')).not.toMatch(/canary/i)
  await server.close()
  expect(await search()).toEqual([])
})

test('the search would find it', () => {
  for (const mark of Object.values(MARKED)) {
    for (const shift of [0, 1, 2]) {
      const encoded = Buffer.from(`${'x'.repeat(shift)}${mark} and more`).toString('base64')
      expect(formsOf(mark).some((form) => Buffer.from(encoded).includes(form))).toBe(true)
    }
  }
})
