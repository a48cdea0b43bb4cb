import { LINE_SAMPLE, lineSampleReplySchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

describe('[X9] a line that is looked at', () => {
  test('is given as much as was asked for, which nothing can make much smaller, and no more', async () => {
    const patient = await anAccount(server, await anAdministrator(server), ['patient'])
    const ask = (json: object) => patient.fetch('/api/line', { method: 'POST', json })
    const reply = await ask({ filler: 'a'.repeat(LINE_SAMPLE), wanted: LINE_SAMPLE })
    const { filler } = lineSampleReplySchema.parse(await reply.json())
    expect(filler).toHaveLength(LINE_SAMPLE)
    expect(new Set(filler).size).toBeGreaterThan(60)
    expect((await ask({ filler: '', wanted: LINE_SAMPLE + 1 })).status).toBe(400)
    expect((await ask({ filler: 'a'.repeat(LINE_SAMPLE + 1), wanted: 0 })).status).toBe(400)
  })
})
