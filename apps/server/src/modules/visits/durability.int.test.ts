import { type VisitId, visitRecordSchema } from '@visita/protocol'
import { expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { startServerProcess } from '../../testing/process.ts'
import { aFolder, aServer, aVisit, browserFetch } from '../../testing/server.ts'

const ROUNDS = 4
const WRITERS = 8
const ACKNOWLEDGED_A_ROUND = 60

interface Sent {
  id: string
  text: string
  acknowledged: boolean
}

async function aVisitOnDisk(dataDir: string): Promise<{ visitId: VisitId; cookie: string }> {
  const server = await aServer(dataDir)
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  const visitId = await aVisit(server.services, maria.self, johanna.self)
  await server.close()
  return { visitId, cookie: maria.cookie }
}

test(
  '[B33] killed while messages are stored, the server has every acknowledged one, once',
  { timeout: 120_000 },
  async () => {
    await using folder = await aFolder()
    const { visitId, cookie } = await aVisitOnDisk(folder.path)
    const sent: Sent[] = []

    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServerProcess(folder.path)
      const fetch = browserFetch(server.url, cookie)
      const put = async (message: Sent): Promise<void> => {
        const json = { text: message.text, sentAt: 1 }
        const reply = await fetch(`/api/visits/${visitId}/messages/${message.id}`, { method: 'PUT', json })
        expect(reply.status).toBe(200)
        message.acknowledged = true
      }
      // What the last round did not hear back about is sent again under its id, as a page does.
      for (const message of sent.filter(({ acknowledged }) => !acknowledged)) await put(message)

      let acknowledged = 0
      const killed: Promise<void>[] = []
      const write = async (): Promise<void> => {
        while (killed.length === 0) {
          const message = { id: newId(), text: `Line ${sent.length}`, acknowledged: false }
          sent.push(message)
          try {
            await put(message)
          } catch (error) {
            if (killed.length === 0) throw error
            return
          }
          acknowledged += 1
          if (acknowledged === ACKNOWLEDGED_A_ROUND) killed.push(server.kill())
        }
      }
      await Promise.all(Array.from({ length: WRITERS }, write))
      await Promise.all(killed)
    }

    const server = await startServerProcess(folder.path)
    const reply = await browserFetch(server.url, cookie)(`/api/visits/${visitId}`)
    const { messages } = visitRecordSchema.parse(await reply.json())
    expect(await server.stop()).toBe(0)
    const kept = new Map(messages.map(({ id, text }) => [id as string, text]))
    expect(messages).toHaveLength(kept.size)
    for (const { id, text } of sent.filter(({ acknowledged }) => acknowledged))
      expect(kept.get(id)).toBe(text)
    const known = new Set(sent.map(({ id }) => id))
    expect([...kept.keys()].filter((id) => !known.has(id))).toEqual([])
  },
)
