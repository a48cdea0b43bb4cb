import {
  CLIENT_EVENTS,
  connectionIdSchema,
  pageIdSchema,
  personIdSchema,
  type Signal,
} from '@visita/protocol'
import * as fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { newId, newRoomId } from './platform/random.ts'
import { OpenPages, Page } from './testing/page.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'

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

async function aCall() {
  const people = await twoPeople()
  const { caller, callee, johanna } = people
  await caller.get('ring:start', { callee: johanna.self.id })
  const { ringId } = await callee.hears('ring:incoming')
  const calleeSeat = await callee.get('ring:accept', { ringId })
  const { seat } = await caller.hears('ring:accepted')
  return { ...people, seat, calleeSeat, roomId: seat.roomId }
}

const aSignal = (): Signal => ({
  kind: 'hello',
  page: pageIdSchema.parse(newId()),
  from: connectionIdSchema.parse(newId()),
  to: null,
})

const refused = (error: string) => ({ ok: false, error })

describe('[C9] a handshake', () => {
  test('is refused without a cookie, and with another protocol version', async () => {
    expect(await new Page(server.url, '').admission()).toBe('not_identified')
    const { cookie } = await server.identify('Maria Alves da Silva')
    expect(await new Page(server.url, cookie, { protocol: 999 }).admission()).toBe('protocol_mismatch')
  })

  test.each(['polling', 'websocket'])('is refused to a foreign origin over %s', async (transport) => {
    const { cookie } = await server.identify('Maria Alves da Silva')
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=${transport}`, {
      headers: { origin: 'https://evil.example', cookie },
    })
    expect(response.status).toBe(transport === 'polling' ? 403 : 400)
    const page = new Page(server.url, cookie, { origin: 'https://evil.example' })
    expect(await page.admission()).not.toBe('connected')
  })

  test('[C10] is refused beyond twenty pages of one person, also when all come at once', async () => {
    const { cookie } = await server.identify('Maria Alves da Silva')
    const many = Array.from({ length: 30 }, () => new Page(server.url, cookie))
    pages.add(...many)
    const admissions = await Promise.all(many.map(async (page) => page.admission()))
    expect(admissions.filter((outcome) => outcome === 'connected')).toHaveLength(20)
    expect(admissions.filter((outcome) => outcome === 'too_fast')).toHaveLength(10)
  })
})

const to = personIdSchema.parse(newId())

describe('[B1] a room', () => {
  test('[C7] has an id of 256 random bits', () => {
    const ids = new Set(Array.from({ length: 200_000 }, newRoomId))
    expect(ids.size).toBe(200_000)
    expect([...ids].every((id) => /^[A-Za-z0-9_-]{43}$/.test(id))).toBe(true)
  })

  test('[C8] refuses a third person who knows its id, without logging the id', async () => {
    const { roomId, seat } = await aCall()
    const thief = await pageOf(await server.identify('Somebody Else Entirely'))
    server.log.length = 0
    const joins = [
      { intent: 'take_over', roomId },
      { intent: 'return', roomId },
      { intent: 'resume', roomId, seatToken: seat.seatToken },
    ] as const
    for (const request of joins) expect(await thief.ask('room:join', request)).toEqual(refused('not_invited'))
    expect(await thief.ask('room:signal', { roomId, to, signal: aSignal() })).toEqual(refused('not_invited'))
    expect(await thief.ask('room:end', { roomId, reason: 'ended' })).toEqual(refused('not_invited'))
    const log = server.log.join('')
    expect(log.match(/room_refused/g)).toHaveLength(5)
    expect(log).not.toContain(roomId)
  })

  test('[C7] stops who guesses: no hit, then too_fast, then closed', async () => {
    await aCall()
    const thief = await pageOf(await server.identify('Somebody Else Entirely'))
    const answers = new Set<string>()
    for (let guess = 0; guess < 10_000 && thief.socket.connected; guess += 1) {
      const asking = thief.ask('room:join', { intent: 'take_over', roomId: newRoomId() })
      const answer = await asking.catch(() => null)
      if (answer) answers.add(answer.ok ? 'hit' : answer.error)
    }
    await thief.closed()
    expect([...answers]).toEqual(['not_invited', 'too_fast'])
  })

  test('passes signals to the one other page, from the page that holds the seat alone', async () => {
    const { caller, callee, roomId, maria, johanna } = await aCall()
    const otherTab = await pageOf(maria)
    const stranger = await pageOf(await server.identify('Somebody Else Entirely'))
    const signal = aSignal()
    await caller.get('room:signal', { roomId, to: johanna.self.id, signal })
    expect(await callee.hears('room:signal')).toEqual({ roomId, from: maria.self.id, signal })
    expect(await otherTab.ask('room:signal', { roomId, to: johanna.self.id, signal })).toEqual(
      refused('seat_moved'),
    )
    for (const page of [caller, otherTab, stranger]) expect(page.heard('room:signal')).toEqual([])
  })
})

describe('a seat', () => {
  test('is resumed by its token after the socket dropped', async () => {
    const { caller, callee, maria, seat, roomId } = await aCall()
    caller.socket.disconnect()
    expect(await callee.hears('room:peer')).toMatchObject({
      roomId,
      peer: { ...maria.self, presence: 'absent' },
    })
    const back = await pageOf(maria)
    const request = { intent: 'resume', roomId, seatToken: seat.seatToken } as const
    expect(await back.get('room:join', request)).toMatchObject({
      visitId: seat.visitId,
      peers: [{ presence: 'present' }],
    })
    await vi.waitFor(() => expect(callee.heard('room:peer').at(-1)?.peer.presence).toBe('present'))
  })

  test('moves to the tab that takes it over, and the old token is void', async () => {
    const { caller, maria, seat, roomId } = await aCall()
    const tab = await pageOf(maria)
    const taken = await tab.get('room:join', { intent: 'take_over', roomId })
    expect(taken.seatToken).not.toBe(seat.seatToken)
    expect(await caller.hears('room:taken_over')).toEqual({ roomId })
    const resume = { intent: 'resume', roomId, seatToken: seat.seatToken } as const
    expect(await caller.ask('room:join', resume)).toEqual(refused('seat_moved'))
  })

  test('moves to a duplicated tab, which has the same token', async () => {
    const { caller, maria, seat, roomId } = await aCall()
    const tab = await pageOf(maria)
    await tab.get('room:join', { intent: 'resume', roomId, seatToken: seat.seatToken })
    expect(await caller.hears('room:taken_over')).toEqual({ roomId })
    expect(await caller.ask('room:signal', { roomId, to, signal: aSignal() })).toEqual(refused('seat_moved'))
  })
})

describe('[B3] the end of a visit', () => {
  test('asked for by both at once is one end, and what comes later is told so', async () => {
    const { caller, callee, roomId } = await aCall()
    server.log.length = 0
    const both = [caller, callee].map(async (page) => page.ask('room:end', { roomId, reason: 'ended' }))
    for (const answer of await Promise.all(both))
      expect([{ ok: true, value: {} }, refused('visit_ended')]).toContainEqual(answer)
    const ends = [await caller.hears('room:ended'), await callee.hears('room:ended')]
    expect(ends[0]).toEqual(ends[1])
    expect(await caller.ask('room:signal', { roomId, to, signal: aSignal() })).toEqual(refused('visit_ended'))
    expect(server.log.join('')).not.toContain('room_refused')
    for (const page of [caller, callee]) expect(page.heard('room:ended')).toHaveLength(1)
  })

  test('is undone by a return within the window, and the other is told; not after it', async () => {
    const { caller, callee, roomId } = await aCall()
    await caller.get('room:end', { roomId, reason: 'ended' })
    await caller.get('room:join', { intent: 'return', roomId })
    expect(await callee.hears('room:reopened')).toEqual({ roomId })
    await caller.get('room:end', { roomId, reason: 'ended' })
    server.advance(server.services.config.returnMs + 1_000)
    expect(await callee.ask('room:join', { intent: 'return', roomId })).toEqual(refused('visit_ended'))
  })

  test('[C18] comes before the end of a session, whose sockets are closed', async () => {
    const { caller, maria, roomId } = await aCall()
    const otherTab = await pageOf(maria)
    const forget = () => maria.fetch('/api/session', { method: 'DELETE' })
    expect((await forget()).status).toBe(409)
    await caller.get('room:end', { roomId, reason: 'ended' })
    expect((await forget()).status).toBe(200)
    await caller.closed()
    await otherTab.closed()
    expect(await new Page(server.url, maria.cookie).admission()).toBe('not_identified')
  })
})

describe('[C11] what is not of the protocol', () => {
  const nested = '{"__proto__":{"polluted":1},"roomId":{"__proto__":{"polluted":1}}}'
  const wrong: unknown[] = [null, [], 'x', 7, true, 'x'.repeat(60_000), JSON.parse(nested)]
  // Those that ask for nothing in particular take any object.
  const events = Object.entries(CLIENT_EVENTS)
    .filter(([, { request }]) => !request.safeParse({}).success)
    .map(([event]) => event)

  test.each([...events, 'error', 'constructor', '__proto__', 'room:unknown'])(
    '%s is refused and harms nobody',
    async (event) => {
      const page = await pageOf(await server.identify('Somebody Else Entirely'))
      for (const payload of wrong)
        expect(await page.socket.timeout(5_000).emitWithAck(event, payload)).toEqual(refused('bad_request'))
      page.socket.emit(event, null)
      expect(await page.hears('refused')).toEqual({ error: 'bad_request' })
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
      expect(await page.ask('lobby:enter', {})).toMatchObject({ ok: true })
    },
  )

  test('a thousand generated frames leave the server and everybody else as they were', async () => {
    const { cookie } = await server.identify('Somebody Else Entirely')
    const victim = await pageOf(await server.identify('Maria Alves da Silva'))
    const frames = fc.tuple(fc.constantFrom(...events, 'x'), fc.array(fc.jsonValue(), { maxLength: 3 }))
    const sample = fc.sample(frames, { numRuns: 1_000, seed: 11 })
    // Fewer on each page than would close it, so that every frame is looked at.
    for (let first = 0; first < sample.length; first += 30) {
      const page = new Page(server.url, cookie)
      await page.admission()
      for (const [event, payloads] of sample.slice(first, first + 30)) page.socket.emit(event, ...payloads)
      expect(await page.ask('lobby:enter', {})).toMatchObject({ ok: true })
      page.socket.disconnect()
    }
    expect(await victim.ask('lobby:enter', {})).toMatchObject({ ok: true })
  })

  test('a frame over 64 KB closes its socket only', async () => {
    const { caller, callee } = await twoPeople()
    caller.socket.emit('lobby:enter', { fill: 'x'.repeat(70_000) })
    await caller.closed()
    expect(await callee.ask('lobby:enter', {})).toMatchObject({ ok: true })
  })

  test('[C10] a flood is refused, then closed, while others are answered', async () => {
    const { caller, callee } = await twoPeople()
    for (let count = 0; count < 1_000; count += 1) caller.socket.emit('lobby:enter', {})
    await caller.closed()
    expect(caller.heard('refused').every(({ error }) => error === 'too_fast')).toBe(true)
    expect(await callee.ask('lobby:enter', {})).toMatchObject({ ok: true })
  })
})
