import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { aMember, anAdministrator, goesToThePeopleHere } from './members.ts'
import { aPersonInTheLobby, meet, type Person, type Setup } from './people.ts'

/* All that describes somebody in this visit. Spelled so that neither the product nor a random token contains it. */
const MARKS = {
  patient: 'Marqued Patient',
  doctor: 'Doctor Marqued',
  chat: 'marqued chat: it itches at night',
  note: 'marqued note',
  file: 'marqued letter.txt',
  content: 'marqued Haemoglobin 13.2',
}
const MARK = /marqued/i

test('[C44] a visit leaves nothing of itself in addresses, storage, caches and cookies', async ({
  browser,
}) => {
  const watches: Traffic[] = []
  const setup: Setup = { before: async (page) => void watches.push(watchTraffic(page)) }
  const doctor = await aPersonInTheLobby(browser, MARKS.doctor, setup)
  const patient = await aPersonInTheLobby(browser, MARKS.patient, setup)
  await meet(patient, doctor)
  await patient.writes(MARKS.chat)
  await doctor.hasRead(MARKS.chat)
  await patient.sends({ name: MARKS.file, mimeType: 'text/plain', buffer: Buffer.from(MARKS.content) })
  await doctor.opens('Files')
  await expect(doctor.fileCard(MARKS.file)).toContainText('complete and unchanged')
  await patient.opensBoard()
  await patient.notes(MARKS.note, [0.5, 0.5])
  await doctor.press('Open the board')
  for (const person of [patient, doctor]) expect(await traceOf(person)).not.toMatch(MARK)

  await patient.page.reload()
  await patient.isConnected()
  await doctor.ends()
  for (const person of [patient, doctor]) {
    await person.reads('Everything is saved.')
    await person.reads(MARKS.chat)
    expect(await traceOf(person)).not.toMatch(MARK)
  }
  for (const { addresses, kept } of watches) {
    for (const part of ['/api/visits/', '/socket.io/', '/assets/']) expect(addresses.join()).toContain(part)
    expect(addresses.join('\n')).not.toMatch(MARK)
    expect(kept).toEqual([])
  }
})

test.describe('of somebody with an account', () => {
  test.use({ serverEnv: { VISITA_LOBBY: 'signed_in' } })

  test('[C44] nothing is left once they have signed out, nor comes back with them', async ({
    browser,
    server,
  }) => {
    test.setTimeout(180_000)
    const { desk: office } = await anAdministrator(browser, server)
    const member = async (name: string, role: 'doctor' | 'patient'): Promise<Person> =>
      (await aMember(browser, office, { name, roles: [role] })).desk
    const doctor = await member(MARKS.doctor, 'doctor')
    const patient = await member(MARKS.patient, 'patient')
    await goesToThePeopleHere(patient)
    await meet(patient, doctor)
    await patient.writes(MARKS.chat)
    await doctor.hasRead(MARKS.chat)
    await patient.ends()
    for (const person of [patient, doctor]) {
      await person.press('Back to your pages')
      for (const link of await person.page.getByRole('navigation').getByRole('link').all()) await link.click()
      await person.press('Sign out')
      await expect(person.page.getByRole('link', { name: /I work here/ })).toBeVisible()
      expect(await traceOf(person)).not.toMatch(MARK)
      expect(await person.page.evaluate(storesOfPage)).toEqual({
        local: [],
        session: [],
        databases: [],
        caches: [],
      })
      for (let back = 0; back < 3; back += 1) {
        await person.page.goBack()
        await expect(person.button('Sign out')).toHaveCount(0)
        expect(await person.page.content()).not.toMatch(MARK)
      }
    }
  })
})

/** All that a page can keep, by name. */
async function storesOfPage() {
  return {
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }
}

test('the search would find a mark in each place', async ({ page }) => {
  await page.goto('/')
  const person = { page }
  for (const place of PLACES) {
    await page.evaluate(leaveMark, place)
    expect({ place, trace: await traceOf(person) }).toEqual({ place, trace: expect.stringMatching(MARK) })
    await page.evaluate(removeMarks)
  }
  expect(await traceOf(person)).not.toMatch(MARK)
})

interface Traffic {
  /** Every address that the page asked for. */
  addresses: string[]
  /** Of them those that a cache may keep, the parts of the product left out. */
  kept: string[]
}

function watchTraffic(page: Page): Traffic {
  const watch: Traffic = { addresses: [], kept: [] }
  page.on('framenavigated', (frame) => watch.addresses.push(frame.url()))
  page.on('websocket', (socket) => watch.addresses.push(socket.url()))
  page.on('response', (response) => {
    const url = response.url()
    watch.addresses.push(url)
    const { pathname } = new URL(url)
    const mayBeKept =
      pathname.startsWith('/assets/') || pathname.startsWith('/excalidraw/') || url.startsWith('blob:')
    const isKept = response.headers()['cache-control'] !== 'no-store'
    if (isKept && !mayBeKept && pathname !== '/icon.svg') watch.kept.push(url)
  })
  return watch
}

/** What the browser holds for this origin, as one text. */
async function traceOf({ page }: Pick<Person, 'page'>): Promise<string> {
  const { cookies, origins } = await page.context().storageState({ indexedDB: true })
  return JSON.stringify([cookies, origins, await page.evaluate(dumpPage)])
}

/** What storageState leaves out. */
async function dumpPage(): Promise<unknown> {
  const names = await caches.keys()
  const cached = names.map(async (name) => {
    const cache = await caches.open(name)
    const requests = await cache.keys()
    return [name, requests.map(({ url }) => url)]
  })
  return [
    location.href,
    document.title,
    window.name,
    history.state,
    document.cookie,
    Object.entries(sessionStorage),
    await Promise.all(cached),
  ]
}

const PLACES = ['local', 'session', 'cookie', 'cache', 'database', 'state', 'address'] as const

async function leaveMark(place: (typeof PLACES)[number]): Promise<void> {
  if (place === 'local') localStorage.setItem('a', 'marqued')
  if (place === 'session') sessionStorage.setItem('a', 'marqued')
  if (place === 'cookie') document.cookie = 'a=marqued'
  if (place === 'cache') await (await caches.open('a')).put('/marqued', new Response())
  if (place === 'state') history.replaceState('marqued', '')
  if (place === 'address') history.replaceState(null, '', '#marqued')
  if (place !== 'database') return
  await new Promise<void>((resolve) => {
    const opening = indexedDB.open('a')
    opening.addEventListener('upgradeneeded', () => {
      opening.result.createObjectStore('a').put('marqued', 'a')
    })
    opening.addEventListener('success', () => {
      opening.result.close()
      resolve()
    })
  })
}

async function removeMarks(): Promise<void> {
  localStorage.clear()
  sessionStorage.clear()
  document.cookie = 'a=; max-age=0'
  await caches.delete('a')
  history.replaceState(null, '', '/')
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('a').addEventListener('success', resolve)
  })
}
