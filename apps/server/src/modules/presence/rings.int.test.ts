import type { ReplyOf } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { aRungCall } from '../../testing/calls.ts'
import { OpenPages, type Page } from '../../testing/page.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
const pages = new OpenPages()

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterEach(() => pages.close())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const pageOf = (browser: Browser): Promise<Page> => pages.open(server.url, browser)

async function twoPeople() {
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  return { maria, johanna, caller: await pageOf(maria), callee: await pageOf(johanna) }
}

function ringingOf(reply: ReplyOf<'ring:start'>) {
  if (reply.outcome !== 'ringing') throw new Error('it does not ring')
  return reply
}

const refused = (error: string) => ({ ok: false, error })

/** A visit that has ended, and somebody else who is here. */
async function anEndedCall() {
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  const { caller, callee, callerSeat } = await aRungCall(server, maria, johanna)
  pages.add(caller, callee)
  const { roomId } = callerSeat
  await caller.get('room:end', { roomId, reason: 'ended' })
  const third = await server.identify('Dr. Adaeze Okonkwo')
  return { maria, caller, roomId, third, thirdPage: await pageOf(third) }
}

describe('[A5] a ring', () => {
  test('ends when who is called goes back into a visit in another tab', async () => {
    const { caller, maria, thirdPage, roomId } = await anEndedCall()
    const { ringId } = ringingOf(await thirdPage.get('ring:start', { callee: maria.self.id }))
    await caller.hears('ring:incoming')
    const otherTab = await pageOf(maria)
    await otherTab.get('room:join', { intent: 'return', roomId })
    for (const page of [thirdPage, caller])
      expect(await page.hears('ring:over')).toEqual({ ringId, outcome: 'person_busy' })
    expect(await caller.ask('ring:accept', { ringId })).toEqual(refused('ring_over'))
  })

  test('ends when who calls goes back into a visit', async () => {
    const { caller, third, thirdPage, roomId } = await anEndedCall()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: third.self.id }))
    await thirdPage.hears('ring:incoming')
    await caller.get('room:join', { intent: 'return', roomId })
    expect(await thirdPage.hears('ring:over')).toEqual({ ringId, outcome: 'cancelled' })
    expect(await thirdPage.ask('ring:accept', { ringId })).toEqual(refused('ring_over'))
  })

  test('goes on over a cut line, and the answer comes to the page that names it', async () => {
    const { caller, callee, maria, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    caller.socket.disconnect()
    await callee.hears('person:left')
    const back = await pageOf(maria)
    const { self, outgoing } = await back.get('lobby:enter', { ringing: ringId })
    expect([self.availability, outgoing?.ringId]).toEqual(['ringing', ringId])
    const { roomId } = await callee.get('ring:accept', { ringId })
    expect((await back.hears('ring:accepted')).seat.roomId).toBe(roomId)
    expect(callee.heard('ring:over')).toEqual([])
  })

  test('moves to the new line while the old one is not yet known to be dead', async () => {
    const { caller, callee, maria, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    const back = await pageOf(maria)
    await back.get('lobby:enter', { ringing: ringId })
    caller.socket.disconnect()
    await callee.get('ring:accept', { ringId })
    expect(await back.hears('ring:accepted')).toMatchObject({ ringId })
    expect(caller.heard('ring:accepted')).toEqual([])
  })

  test('is not taken over by naming somebody else’s', async () => {
    const { caller, callee, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    const stranger = await pageOf(await server.identify('Somebody Else Entirely'))
    await stranger.get('lobby:enter', { ringing: ringId })
    await callee.get('ring:accept', { ringId })
    await caller.hears('ring:accepted')
    expect(stranger.heard('ring:accepted')).toEqual([])
  })

  test('goes on for who is called when their page is reloaded', async () => {
    const { caller, callee, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    callee.socket.disconnect()
    await caller.hears('person:left')
    const back = await pageOf(johanna)
    expect((await back.get('lobby:enter', {})).incoming?.ringId).toBe(ringId)
    await back.get('ring:accept', { ringId })
    await caller.hears('ring:accepted')
  })

  test('that went with its page does not keep who reloads it from calling again', async () => {
    const { caller, callee, maria, johanna } = await twoPeople()
    await caller.get('ring:start', { callee: johanna.self.id })
    caller.socket.disconnect()
    await callee.hears('person:left')
    const back = await pageOf(maria)
    const { ringId } = ringingOf(await back.get('ring:start', { callee: johanna.self.id }))
    expect((await callee.hears('ring:incoming')).ringId).toBe(ringId)
    expect((await callee.hears('ring:over')).outcome).toBe('left')
  })

  test('ends when nobody comes back to it', async () => {
    const { caller, callee, johanna } = await twoPeople()
    await caller.get('ring:start', { callee: johanna.self.id })
    caller.socket.disconnect()
    expect((await callee.hears('ring:over')).outcome).toBe('left')
  })

  test('ends when the session of who calls ends', async () => {
    const { caller, callee, maria, johanna } = await twoPeople()
    await caller.get('ring:start', { callee: johanna.self.id })
    await callee.hears('ring:incoming')
    await maria.fetch('/api/session', { method: 'DELETE' })
    expect(await callee.hears('ring:over')).toMatchObject({ outcome: 'left' })
  })

  test('taken back in the moment of the answer is told as that, and its visit is over', async () => {
    const { caller, callee, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    const { roomId } = await callee.get('ring:accept', { ringId })
    await caller.get('ring:cancel', { ringId })
    expect(await callee.hears('room:ended')).toMatchObject({ roomId, reason: 'ended' })
    expect(callee.heard('ring:over')).toEqual([{ ringId, outcome: 'cancelled' }])
    expect((await callee.get('lobby:enter', {})).openVisit).toBeNull()
    expect(await caller.ask('ring:cancel', { ringId })).toEqual(refused('ring_over'))
  })

  test('taken back while the visit is written seats nobody', async () => {
    const { caller, callee, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    const written = Promise.withResolvers<void>()
    const { visits } = server.services
    const open = visits.open.bind(visits)
    const opening = vi.spyOn(visits, 'open').mockImplementationOnce(async (visit) => {
      await written.promise
      return open(visit)
    })
    const answering = callee.ask('ring:accept', { ringId })
    await vi.waitFor(() => expect(opening).toHaveBeenCalled())
    await caller.get('ring:cancel', { ringId })
    written.resolve()
    expect(await answering).toEqual(refused('ring_over'))
    expect(callee.heard('ring:over')).toEqual([{ ringId, outcome: 'cancelled' }])
    expect(caller.heard('ring:accepted')).toEqual([])
    expect((await callee.get('lobby:enter', {})).self.availability).toBe('available')
  })

  test('is not taken back by anybody else', async () => {
    const { caller, callee, johanna } = await twoPeople()
    const { ringId } = ringingOf(await caller.get('ring:start', { callee: johanna.self.id }))
    await callee.get('ring:accept', { ringId })
    const stranger = await pageOf(await server.identify('Somebody Else Entirely'))
    expect(await stranger.ask('ring:cancel', { ringId })).toEqual(refused('ring_over'))
  })
})
