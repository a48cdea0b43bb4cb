import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { httpErrorSchema, visitLinkListSchema, visitLinkSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newToken } from '../../platform/random.ts'
import { type Account, anAccount, anAdministrator, signedIn } from '../../testing/accounts.ts'
import { aRungCall } from '../../testing/calls.ts'
import { OpenPages, type Page } from '../../testing/page.ts'
import { aRequest, takeRequest } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'
import { anExpectedGuest, aVisitLink, openLink } from '../../testing/visit-links.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let doctor: Account
let coordinator: Account
const pages = new OpenPages()

beforeEach(async () => {
  // Of the housekeeping, so that it comes when it is called.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  folder = await aFolder()
  server = await aServer(folder.path)
  const ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
  coordinator = await anAccount(server, ada, ['coordinator'])
})
afterEach(async () => {
  vi.useRealTimers()
  await pages.close()
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const pageOf = (browser: Browser): Promise<Page> => pages.open(server.url, browser)

const rows = (sql: string): Record<string, unknown>[] => {
  const db = new DatabaseSync(join(server.dataDir, 'visita.db'), { readOnly: true })
  const found = db.prepare(sql).all()
  db.close()
  return found
}
const isKnown = ({ self }: Browser): boolean =>
  rows('select id from persons').some(({ id }) => id === self.id)
const codeOf = async (reply: Response) => httpErrorSchema.parse(await reply.json()).error
const look = (token: string) =>
  server.stranger().fetch('/api/visit-links/look', { method: 'POST', json: { token } })
const linksOf = async (maker: Browser) =>
  visitLinkListSchema.parse(await (await maker.fetch('/api/visit-links')).json()).visitLinks
const requestStates = () => rows('select state from requests').map(({ state }) => state)
const withdraw = (maker: Browser, id: string) => maker.fetch(`/api/visit-links/${id}`, { method: 'DELETE' })
const ask = (guest: Browser) =>
  guest.fetch(`/api/requests/${crypto.randomUUID()}`, {
    method: 'PUT',
    json: { reason: 'other', text: '', doctor: null, urgent: false },
  })

/** The guest asks, the doctor takes it, and the visit goes on; ends it. */
async function theyMeet(guest: Browser): Promise<{ end: () => Promise<void> }> {
  const [guestPage, doctorPage] = [await pageOf(guest), await pageOf(doctor)]
  const seats = await takeRequest(await aRequest(guest), { doctor: doctorPage, patient: guestPage })
  const { roomId } = seats.doctorSeat
  return {
    end: async () => {
      await doctorPage.get('room:end', { roomId, reason: 'ended' })
      await guestPage.hears('room:ended')
    },
  }
}

describe('[B34] a link to one visit', () => {
  test('says whom it is for, brings that person from several browsers, and does not survive the visit', async () => {
    const token = await aVisitLink(coordinator, { doctor: doctor.self.id })
    expect(visitLinkSchema.parse(await (await look(token)).json())).toEqual({
      displayName: 'Johanna Beispiel',
      doctor: doctor.self,
    })
    const first = await anExpectedGuest(server, token)
    const second = await anExpectedGuest(server, token)
    expect(second.self).toEqual(first.self)
    expect(first.self.displayName).toBe('Johanna Beispiel')
    const meeting = await theyMeet(first)
    // A telephone whose battery is empty: the visit goes on from another.
    expect((await openLink(server, token)).status).toBe(200)
    expect(await codeOf(await ask(second))).toBe('you_are_busy')
    await meeting.end()
    for (const reply of [await openLink(server, token), await look(token), await ask(second)]) {
      expect([reply.status, await codeOf(reply)]).toEqual([410, 'link_used'])
    }
    expect(await linksOf(coordinator)).toEqual([])
    expect(rows(`select details from audit where event = 'session.failed'`)).toEqual([
      { details: JSON.stringify({ step: 'magic_link', reason: 'expired' }) },
    ])
    // What was written in the visit stays theirs to read.
    server.advance(11 * MINUTE)
    await server.services.accounts.removeExpired()
    const [visit] = rows('select id from visits')
    expect((await first.fetch(`/api/visits/${String(visit?.['id'])}`)).status).toBe(200)
  })

  test('is good for seven days and through a restart, and takes its guest along when it runs out', async () => {
    const token = await aVisitLink(doctor)
    const guest = await anExpectedGuest(server, token)
    await guest.fetch('/api/session', { method: 'DELETE' })
    await server.close()
    server = await aServer(folder.path, { ahead: 6 * DAY })
    const again = await anExpectedGuest(server, token)
    expect(again.self).toEqual(guest.self)
    server.advance(DAY)
    expect(await codeOf(await openLink(server, token))).toBe('link_used')
    await server.services.accounts.removeExpired()
    expect([isKnown(again), rows(`select id from links where kind = 'visit'`)]).toEqual([false, []])
  })

  test('keeps its guest for a session that outlives it', async () => {
    const token = await aVisitLink(doctor)
    server.advance(7 * DAY - MINUTE)
    const guest = await anExpectedGuest(server, token)
    server.advance(2 * MINUTE)
    await server.services.accounts.removeExpired()
    expect(isKnown(guest)).toBe(true)
    await guest.fetch('/api/session', { method: 'DELETE' })
    expect(isKnown(guest)).toBe(false)
  })

  test('[C21] that nobody made is refused and written down, and cannot be guessed without end', async () => {
    const statuses: number[] = []
    for (let guesses = 0; guesses < 21; guesses += 1) {
      statuses.push((await openLink(server, newToken())).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 410), 429])
    expect(rows(`select actor_id from audit where event = 'session.failed'`)).toHaveLength(20)
    expect(await codeOf(await look(await aVisitLink(doctor)))).toBe('too_fast')
  })

  test('[C21] that is good is never too much for the line of a waiting room', async () => {
    const token = await aVisitLink(doctor)
    for (let times = 0; times < 25; times += 1) expect((await openLink(server, token)).status).toBe(200)
  })

  test('is withdrawn by its maker alone: it admits nobody, and who came with it leaves', async () => {
    const token = await aVisitLink(coordinator)
    const guest = await anExpectedGuest(server, token)
    const page = await pageOf(guest)
    await aRequest(guest)
    const [link] = await linksOf(coordinator)
    expect(link).toMatchObject({ displayName: 'Johanna Beispiel', doctor: null })
    expect(await linksOf(doctor)).toEqual([])
    const id = link?.id ?? ''
    expect(await codeOf(await withdraw(doctor, id))).toBe('not_found')
    expect((await withdraw(coordinator, id)).status).toBe(204)
    await page.closed()
    expect(await codeOf(await openLink(server, token))).toBe('link_used')
    expect([isKnown(guest), await linksOf(coordinator)]).toEqual([false, []])
    expect(rows(`select event, actor_id from audit where object_id = '${id}' order by seq`)).toEqual([
      { event: 'visit_link.made', actor_id: coordinator.self.id },
      { event: 'visit_link.withdrawn', actor_id: coordinator.self.id },
    ])
  })

  test('is made for doctors alone, and by those who look after the visits', async () => {
    const json = { displayName: 'Johanna Beispiel', doctor: coordinator.self.id }
    expect((await doctor.fetch('/api/visit-links', { method: 'POST', json })).status).toBe(400)
    const guest = await anExpectedGuest(server, await aVisitLink(doctor))
    const made = await guest.fetch('/api/visit-links', { method: 'POST', json: { ...json, doctor: null } })
    expect(await codeOf(made)).toBe('forbidden')
  })
})

describe('a guest who came by a link', () => {
  test('[X7] is seen by doctors alone, in a lobby that is open to everybody', async () => {
    const stranger = await server.identify('Somebody in the lobby')
    const [doctorPage, strangerPage] = [await pageOf(doctor), await pageOf(stranger)]
    const guest = await anExpectedGuest(server, await aVisitLink(coordinator))
    await pageOf(guest)
    const seenBy = async (page: Page) =>
      (await page.get('lobby:enter', {})).people.some(({ id }) => id === guest.self.id)
    expect([await seenBy(doctorPage), await seenBy(strangerPage)]).toEqual([true, false])
    expect(strangerPage.heard('person:changed').filter(({ id }) => id === guest.self.id)).toEqual([])
  })

  test('has the name of the link, and asks only whom the link is for', async () => {
    const guest = await anExpectedGuest(server, await aVisitLink(coordinator, { doctor: doctor.self.id }))
    const json = { displayName: 'Somebody else here' }
    expect((await guest.fetch('/api/session/guest', { method: 'PUT', json })).status).toBe(403)
    await aRequest(guest, { doctor: null })
    const { request } = await (await pageOf(guest)).get('request:look', {})
    expect(request?.doctor).toEqual(doctor.self)
  })

  test('leaves the queue when nothing brings them back', async () => {
    const token = await aVisitLink(coordinator)
    const guest = await anExpectedGuest(server, token)
    await aRequest(guest)
    const [link] = await linksOf(coordinator)
    await withdraw(coordinator, link?.id ?? '')
    expect(await (await pageOf(doctor)).get('queue:look', {})).toEqual({ requests: [] })
    vi.advanceTimersByTime(MINUTE)
    await vi.waitUntil(() => requestStates().every((state) => state === 'expired'), { timeout: 20_000 })
    expect(requestStates()).toEqual(['expired'])
  })

  test('no longer waits when a doctor has called them from the people here', async () => {
    const guest = await anExpectedGuest(server, await aVisitLink(coordinator))
    await aRequest(guest)
    const { hangUp } = await aRungCall(server, doctor, guest)
    await hangUp()
    vi.advanceTimersByTime(MINUTE)
    await vi.waitUntil(() => requestStates().every((state) => state === 'expired'), { timeout: 20_000 })
    expect(requestStates()).toEqual(['expired'])
    expect(await codeOf(await ask(guest))).toBe('link_used')
  })

  test('is somebody else than a guest with a name, who cannot ask', async () => {
    const stranger = await server.identify('Somebody in the lobby')
    expect((await ask(stranger)).status).toBe(404)
    const token = await aVisitLink(doctor)
    const reply = await stranger.fetch('/api/session/link', { method: 'POST', json: { token } })
    const { session } = await signedIn(server, reply)
    expect(session).toMatchObject({ level: 'guest', byLink: true })
    expect(isKnown(stranger)).toBe(false)
  })
})
