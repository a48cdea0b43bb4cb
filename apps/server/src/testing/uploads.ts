import { createHash } from 'node:crypto'
import { newId } from '../platform/random.ts'
import type { Browser, BrowserRequest } from './server.ts'

export interface SentFile {
  visitId: string
  fileId?: string
  name?: string
  type?: string
  content?: string
}

/** The announcement of a file, by tus 1.0. */
export function announcementOf(file: SentFile): BrowserRequest {
  const { visitId, fileId = newId(), name = 'lesion.jpg', type = 'image/jpeg', content = 'x' } = file
  const bytes = Buffer.from(content)
  return tusAnnouncement({ visitId, fileId, name, type, sha256: sha256Of(bytes) }, bytes.length)
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The beginning of an upload by tus 1.0 of which `metadata` is said. */
export function tusAnnouncement(metadata: Readonly<Record<string, string>>, bytes: number): BrowserRequest {
  const said = Object.entries(metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  )
  return {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes),
      'upload-metadata': said.join(),
    },
  }
}

/** All of a file's bytes. */
export const bytesOf = (content: string | Uint8Array<ArrayBuffer> = 'x'): BrowserRequest => ({
  method: 'PATCH',
  headers: {
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  },
  body: content,
})

/** Announces a file; the address of its upload. */
export async function announced(sender: Pick<Browser, 'fetch'>, file: SentFile): Promise<string> {
  const reply = await sender.fetch('/api/uploads', announcementOf(file))
  const location = reply.headers.get('location')
  if (location === null) throw new Error(`not announced: ${reply.status} ${await reply.text()}`)
  return location
}

/** Sends a whole file; its id. */
export async function sendFile(sender: Pick<Browser, 'fetch'>, file: SentFile): Promise<string> {
  const fileId = file.fileId ?? newId()
  const location = await announced(sender, { ...file, fileId })
  const reply = await sender.fetch(location, bytesOf(file.content))
  if (reply.status !== 204) throw new Error(`not sent: ${reply.status}`)
  return fileId
}
