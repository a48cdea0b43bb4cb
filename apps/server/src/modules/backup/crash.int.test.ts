import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type VisitId, visitRecordSchema } from '@visita/protocol'
import { expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { startServerProcess } from '../../testing/process.ts'
import { aFolder, aServer, aVisit, browserFetch } from '../../testing/server.ts'
import { backupsOf } from './backup.fixtures.ts'
import { readBackupKey, restore, verify } from './index.ts'

const WRITERS = 4
const BEFORE_BACKUP = 40

async function aVisitOnDisk(dataDir: string): Promise<{ visitId: VisitId; cookie: string }> {
  const server = await aServer(dataDir)
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  const visitId = await aVisit(server.services, maria.self, johanna.self)
  await server.close()
  return { visitId, cookie: maria.cookie }
}

test(
  '[B16] backed up while it is written to and then killed, a server comes back with all that was acknowledged before',
  { timeout: 120_000 },
  async () => {
    await using folder = await aFolder()
    const dataDir = join(folder.path, 'data')
    const into = join(folder.path, 'restored')
    const { visitId, cookie } = await aVisitOnDisk(dataDir)
    const server = await startServerProcess(dataDir)
    const fetch = browserFetch(server.url, cookie)
    const acknowledged: string[] = []
    const made: Promise<string>[] = []
    const killed: Promise<void>[] = []
    let before: string[] = []

    const backUp = async (): Promise<string> => {
      before = [...acknowledged]
      const { path } = await backupsOf(dataDir).make(join(folder.path, 'backups'))
      killed.push(server.kill())
      return path
    }
    const write = async (): Promise<void> => {
      while (killed.length === 0) {
        const id = newId()
        const json = { text: `Line ${id}`, sentAt: 1 }
        const reply = await fetch(`/api/visits/${visitId}/messages/${id}`, { method: 'PUT', json }).catch(
          (error: unknown) => {
            if (killed.length === 0) throw error
            return null
          },
        )
        if (reply?.status === 200) acknowledged.push(id)
        if (acknowledged.length >= BEFORE_BACKUP && made.length === 0) made.push(backUp())
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, write))
    const [path = ''] = await Promise.all(made)
    await Promise.all(killed)

    const key = await readBackupKey(join(dataDir, 'backup.key'), { mayMake: false })
    await verify(path, key)
    await restore(path, key, into)
    await copyFile(join(dataDir, 'visita.key'), join(into, 'visita.key'))
    const restarted = await startServerProcess(into)
    const reply = await browserFetch(restarted.url, cookie)(`/api/visits/${visitId}`)
    const { messages } = visitRecordSchema.parse(await reply.json())
    expect(await restarted.stop()).toBe(0)
    const kept = new Map(messages.map(({ id, text }) => [id as string, text]))
    expect(before.length).toBeGreaterThanOrEqual(BEFORE_BACKUP)
    for (const id of before) expect(kept.get(id)).toBe(`Line ${id}`)
    // What came while it was made may be in it; nothing else can be.
    expect(messages.length).toBeLessThanOrEqual(acknowledged.length + WRITERS)
  },
)
