import { expect, test } from './fixtures.ts'
import { aPersonInTheLobby, meet, type Person } from './people.ts'

/* All that describes somebody in this visit. Spelled so that no part of the product contains it. */
const MARKS = {
  patient: 'Zqpatient Beispiel',
  doctor: 'Doctor Zqdoctor',
  chat: 'zqchat: it itches at night',
  note: 'zqnote grows',
  file: 'zqfile letter.txt',
  content: 'zqcontent Haemoglobin 13.2',
}
const MARK = /zq/i

test('[C44] a visit leaves nothing of itself in addresses, storage, caches and cookies', async ({
  browser,
}) => {
  const doctor = await aPersonInTheLobby(browser, MARKS.doctor)
  const patient = await aPersonInTheLobby(browser, MARKS.patient)
  const watches = [doctor, patient].map(watchTraffic)
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
    expect(addresses.length).toBeGreaterThan(20)
    expect(addresses.join('\n')).not.toMatch(MARK)
    expect(kept).toEqual([])
  }
})

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

/** Every address that the page asks for, and those of our answers that some cache may keep. */
function watchTraffic({ page }: Person): { addresses: string[]; kept: string[] } {
  const watch = { addresses: [] as string[], kept: [] as string[] }
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
  if (place === 'local') localStorage.setItem('a', 'zqmark')
  if (place === 'session') sessionStorage.setItem('a', 'zqmark')
  if (place === 'cookie') document.cookie = 'a=zqmark'
  if (place === 'cache') await (await caches.open('a')).put('/zqmark', new Response())
  if (place === 'state') history.replaceState('zqmark', '')
  if (place === 'address') history.replaceState(null, '', '#zqmark')
  if (place !== 'database') return
  await new Promise<void>((resolve) => {
    const opening = indexedDB.open('a')
    opening.addEventListener('upgradeneeded', () => {
      opening.result.createObjectStore('a').put('zqmark', 'a')
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
