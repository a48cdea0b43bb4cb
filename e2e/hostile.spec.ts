import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { watchForHarm } from './harm.ts'
import { HOSTILE_FILES, PAYLOADS } from './payloads.ts'
import { aPersonInTheLobby, aVisit, meet, type Person, type Setup } from './people.ts'
import { recordOf } from './record.ts'

// For a trace Playwright fetches every picture in the page, which the page's policy does not allow.
test.use({ trace: 'off' })

/** Pages that are watched; `found` is what happened in any of them that must not. */
function watched(): { setup: Setup; found: () => string[] } {
  const all: (readonly string[])[] = []
  return {
    setup: { before: async (page) => void all.push(await watchForHarm(page)) },
    found: () => all.flat(),
  }
}

test('[C14] names and chat are text on every page, whatever they say', async ({ browser }) => {
  test.setTimeout(120_000)
  const { setup, found } = watched()
  const [first, second, third, ...others] = PAYLOADS
  const doctor = await aPersonInTheLobby(browser, first, setup)
  const patient = await aPersonInTheLobby(browser, second, setup)
  const onlooker = await aPersonInTheLobby(browser, third, setup)
  for (const name of [first, second]) await expect(onlooker.rowOf({ name })).toBeVisible()
  await onlooker.page.close()

  await meet(patient, doctor)
  for (const [index, text] of [third, ...others].entries()) {
    const [writer, reader] = index % 2 === 0 ? [patient, doctor] : [doctor, patient]
    await writer.writes(text)
    await reader.hasRead(text)
  }
  await doctor.ends()
  for (const person of [patient, doctor]) {
    for (const text of others) await expect(person.page.getByText(text, { exact: true })).toBeVisible()
  }
  expect(found()).toEqual([])
})

test('[C14] pictures, notes and what no toolbar makes leave the board’s page as it is', async ({
  browser,
}) => {
  const { setup, found } = watched()
  const { patient, doctor } = await aVisit(browser, { patient: setup, doctor: setup })
  await patient.opensBoard()
  await patient.draws([0.3, 0.3], [0.5, 0.4])
  await patient.notes(PAYLOADS[0], [0.4, 0.6])
  await doctor.press('Open the board')
  await expect(notesOf(doctor)).toHaveText([PAYLOADS[0]])

  await patient.page.evaluate(sendElements, HOSTILE_ELEMENTS)
  await patient.notes(PAYLOADS[4], [0.4, 0.8])
  // Messages arrive in order: what was sent before has been refused by now.
  await expect(notesOf(doctor)).toHaveText([PAYLOADS[0], PAYLOADS[4]])

  const photo = { name: 'Arm.png', mimeType: 'image/png', buffer: await patient.page.screenshot() }
  await patient.sends(photo)
  await doctor.opens('Files')
  await doctor.press('Draw on this')
  await doctor.notes(PAYLOADS[2], [0.6, 0.6])
  await expect(notesOf(patient)).toHaveText([PAYLOADS[0], PAYLOADS[4], PAYLOADS[2]])
  await doctor.ends()
  for (const person of [patient, doctor]) await person.reads('Everything is saved.')
  expect(found()).toEqual([])
})

test('[C14, C26] a file runs nothing when it is shown, drawn on or opened by its address', async ({
  browser,
}) => {
  const { setup, found } = watched()
  const { patient, doctor } = await aVisit(browser, { patient: setup, doctor: setup })
  await patient.sends(...HOSTILE_FILES)
  await doctor.opens('Files')
  await expect(doctor.page.getByText('complete and unchanged')).toHaveCount(HOSTILE_FILES.length)
  const noPicture = doctor.fileCard('lesion.png')
  await expect(noPicture.getByText('This browser cannot show the picture.')).toBeVisible()
  await expect(noPicture.getByRole('button', { name: 'Draw on this' })).toHaveCount(0)
  await patient.ends()
  for (const person of [patient, doctor]) await person.reads('Everything is saved.')

  const { id, files } = await recordOf(doctor)
  expect(files).toHaveLength(HOSTILE_FILES.length)
  for (const file of files) {
    const name = await opened(doctor.page, `/api/visits/${id}/files/${file.id}`)
    expect(name).toBe(file.name)
  }
  expect(found()).toEqual([])
})

test('[C14, C26] a board that is a page runs nothing when it is opened by its address', async ({
  browser,
  server,
}) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.ends()
  await doctor.reads('Everything is saved.')
  const board = `/api/visits/${(await recordOf(doctor)).id}/board`
  const page = Buffer.from('<!doctype html><script>alert(40)</script>')
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), page]).toString('base64')
  const kept = await patient.page.request.put(board, {
    headers: { origin: server.url },
    data: { revision: 1, scene: page.toString(), png },
  })
  expect(kept.status()).toBe(200)

  const tab = await doctor.page.context().newPage()
  const harm = await watchForHarm(tab)
  for (const part of ['png', 'scene']) {
    expect((await tab.goto(`${board}/${part}`))?.status()).toBe(200)
    expect(await tab.evaluate(() => document.scripts.length)).toBe(0)
  }
  expect(harm).toEqual([])
})

test('the watch would see a dialog, an error and each kind of violation', async ({ page }) => {
  const harm = await watchForHarm(page)
  await page.goto('/')
  await page.evaluate(() => {
    alert('shown')
    document.body.setAttribute('style', 'color: red')
    document.head.append(document.createElement('style'))
    document.head.lastElementChild?.append('body { color: red }')
    const image = new Image()
    image.src = 'https://evil.example/x.png'
    setTimeout(() => {
      document.body.innerHTML = '<b>'
    })
  })
  const kinds = [
    'dialog: shown',
    'style-src-attr',
    'style-src-elem',
    'img-src',
    'require-trusted-types-for',
    'error:',
  ]
  for (const kind of kinds) await expect.poll(() => harm.join('\n')).toContain(kind)
})

const notesOf = ({ page }: Person) =>
  page.getByRole('list', { name: 'Notes on the board' }).getByRole('listitem')

/** Follows an address as a person does who pastes it; gives the name under which the browser saves what is there. */
async function opened(page: Page, path: string): Promise<string> {
  const tab = await page.context().newPage()
  const harm = await watchForHarm(tab)
  const download = tab.waitForEvent('download')
  // A navigation that becomes a download is none.
  await tab.goto(path).catch(() => null)
  const name = (await download).suggestedFilename()
  expect(tab.url()).toBe('about:blank')
  expect(harm).toEqual([])
  await tab.close()
  return name
}

const NOTE = {
  id: 'hostile-note',
  type: 'text',
  text: 'hostile',
  originalText: 'hostile',
  x: 0,
  y: 0,
  width: 100,
  height: 30,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  opacity: 100,
  seed: 1,
  version: 1,
  versionNonce: 1,
  index: 'a5',
  isDeleted: false,
  updated: 1,
  locked: false,
  roundness: null,
  groupIds: [],
  frameId: null,
  link: null,
  boundElements: null,
  fontSize: 20,
  fontFamily: 6,
  textAlign: 'left',
  verticalAlign: 'top',
  lineHeight: 1.25,
  autoResize: true,
  containerId: null,
}

const HOSTILE_ELEMENTS = [
  { ...NOTE, link: 'javascript:alert(30)' },
  { ...NOTE, strokeColor: 'url(https://evil.example/31)' },
  { ...NOTE, id: '"><img src=x onerror=alert(32)>' },
  { ...NOTE, type: 'embeddable', link: 'https://evil.example/33' },
  { ...NOTE, type: 'iframe', customData: { generationData: { html: '<script>alert(34)</script>' } } },
  { ...NOTE, type: 'image', fileId: 'javascript:alert(35)', status: 'saved', scale: [1, 1], crop: null },
  { ...NOTE, type: 'magicframe', name: '<img src=x onerror=alert(36)>' },
]

/** Sends elements to the other page past our own board, as an altered page would. */
function sendElements(elements: unknown): void {
  const open = pageWatch.channels.find(({ label, readyState }) => label === 'board' && readyState === 'open')
  if (!open) throw new Error('no channel of the board')
  open.send(JSON.stringify({ type: 'elements', elements }))
}
