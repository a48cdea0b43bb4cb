import { afterEach, beforeEach, expect, test } from 'vitest'
import { aKeyService, type FakeKeyService } from '../../testing/key-service.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let service: FakeKeyService
let server: TestServer

beforeEach(async () => {
  folder = await aFolder()
  service = await aKeyService()
  const source = service.source('visita')
  if (source.kind !== 'service') throw new Error('a key service is a service')
  const env = {
    VISITA_KEY_SERVICE_URL: source.url,
    VISITA_KEY_SERVICE_KEY: source.key,
    VISITA_KEY_SERVICE_TOKEN: source.token,
  }
  server = await aServer(folder.path, { env })
})
afterEach(async () => {
  await server.close()
  await service.close()
  await folder[Symbol.asyncDispose]()
})

const nameSomebody = (): Promise<Response> =>
  server.stranger().fetch('/api/session/guest', {
    method: 'PUT',
    json: { displayName: 'Maria Alves da Silva' },
  })

test.each([500, 503, 403])(
  '[C28] a key service that answers %i while the server runs is told as an outage, and when to ask again',
  async (status) => {
    service.answerWith(status)
    const reply = await nameSomebody()
    expect(reply.status).toBe(503)
    expect(reply.headers.get('retry-after')).toBe('30')
    expect(await reply.json()).toEqual({ error: 'unavailable' })
    expect(server.log.join('\n')).toContain('"type":"Unavailable"')
  },
)

test('[C28] whose key is open is served on meanwhile, and everybody is again when the service is back', async () => {
  const known = await server.identify('Johanna Beispiel')
  service.answerWith(503)
  expect((await known.fetch('/api/session')).status).toBe(200)
  expect((await nameSomebody()).status).toBe(503)
  service.answerWith(null)
  expect((await nameSomebody()).status).toBe(200)
})

test('[C28] a key service that is gone is no other than one that refuses', async () => {
  await service.close()
  expect((await nameSomebody()).status).toBe(503)
})
