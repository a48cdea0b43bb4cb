import { fileIdSchema, messageIdSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from './api.ts'
import { FakePage } from './testing/fake-page.ts'
import { aSeat } from './testing/samples.ts'
import { aGuest, aReply } from './testing/sessions.ts'

const { visitId, roomId, seatToken } = aSeat()
const uuid = '0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'

let page: FakePage
beforeEach(() => {
  page = new FakePage().install()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the server’s answers', () => {
  it('are parsed', async () => {
    page.answers.set('GET /api/session', aReply(aGuest()))
    page.answers.set('PUT /api/session/guest', aReply(aGuest()))
    page.answers.set(`GET /api/visits/${visitId}/board/scene`, new Response('{"elements":[]}'))
    page.answers.set(`GET /api/visits/${visitId}/files/${uuid}`, new Response('bytes'))
    expect(await api.session()).toEqual(aReply(aGuest()))
    expect(await api.identify('Bernard Rieux')).toEqual(aReply(aGuest()))
    expect(await api.readBoard(visitId)).toBe('{"elements":[]}')
    expect(await (await api.readFile(visitId, fileIdSchema.parse(uuid))).text()).toBe('bytes')
  })

  it.each([[{}], [{ session: { level: 'guest' } }], [[]], ['text']])(
    'that are not of the protocol are our own fault: %j',
    async (answer) => {
      page.answers.set('GET /api/session', answer)
      await expect(api.session()).rejects.toMatchObject({ code: 'internal' })
    },
  )
})

const refuse = (status: number, body: BodyInit): void =>
  void page.answers.set('PUT /api/session/guest', new Response(body, { status }))
const identifying = () => api.identify('Bernard Rieux')

describe('a refusal', () => {
  it('has the server’s code, and the detail for the form', async () => {
    refuse(400, JSON.stringify({ error: 'bad_request', detail: 'too_short' }))
    await expect(identifying()).rejects.toMatchObject({
      name: 'Refused',
      code: 'bad_request',
      detail: 'too_short',
    })
  })

  it.each(['<h1>502 Bad Gateway</h1>', '', '{"error":"because"}'])(
    'from something on the way that is not our server is our own fault: %j',
    async (body) => {
      refuse(502, body)
      await expect(identifying()).rejects.toMatchObject({ code: 'internal', detail: null })
    },
  )

  it('is called offline when nobody answers', async () => {
    await expect(identifying()).rejects.toMatchObject({ code: 'offline' })
    const id = messageIdSchema.parse(uuid)
    await expect(api.keepMessage(visitId, id, { text: 'x', sentAt: 1 })).rejects.toMatchObject({
      code: 'offline',
    })
  })
})

it('[B3] closing is said by a beacon, which outlives the page', () => {
  api.announceClosing({ roomId, seatToken, connection: null })
  expect(page.beacons).toEqual(['/api/rooms/closing'])
})
