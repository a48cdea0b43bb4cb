import type { Locator, Request } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { aVisit, type Person } from './people.ts'
import { recordOf } from './record.ts'
import { watchBoards } from './watch-boards.ts'

const RED = '#e03131'

test('[A11] strokes and notes of both are equal on both sides, and nothing is fetched from elsewhere', async ({
  browser,
  server,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const elsewhere: string[] = []
  for (const { page } of [patient, doctor]) {
    const note = (request: Request): void => {
      const { protocol, origin } = new URL(request.url())
      if (protocol.startsWith('http') && origin !== server.url) elsewhere.push(request.url())
    }
    page.on('requestfinished', note)
    page.on('requestfailed', note)
  }
  const boards = watchBoards(patient, doctor)
  await patient.opensBoard()
  await patient.press('Red')
  await patient.draws([0.3, 0.3], [0.5, 0.4])
  await doctor.press('Open the board')
  await doctor.draws([0.3, 0.6], [0.5, 0.7])
  await doctor.notes('Grows since May', [0.6, 0.6])

  await expect(notesOf(patient)).toHaveText('Grows since May')
  await boards.toHold([
    { type: 'freedraw', strokeColor: RED },
    { type: 'freedraw' },
    { type: 'text', text: 'Grows since May' },
  ])
  expect(elsewhere).toEqual([])
})

test('[A12] a picture that was sent is drawn on by both, locked under their strokes, and kept', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const boards = watchBoards(patient, doctor)
  const photo = { name: 'Arm.png', mimeType: 'image/png', buffer: await patient.page.screenshot() }
  await patient.sends(photo)
  await doctor.opens('Files')
  await doctor.press('Draw on this')
  await expect(doctor.button('Draw')).toBeVisible()
  await patient.press('Open the board')
  await patient.hasPen()
  await boards.toHold([{ type: 'image', locked: true }])

  await doctor.draws([0.4, 0.4], [0.6, 0.5])
  await patient.draws([0.4, 0.6], [0.6, 0.7])
  await boards.toHold([{ type: 'image', locked: true }, { type: 'freedraw' }, { type: 'freedraw' }])

  await patient.ends()
  for (const person of [patient, doctor]) await person.reads('Everything is saved.')
  const { files, board } = await recordOf(doctor)
  expect(files.map(({ name }) => name)).toContain(photo.name)
  expect(files.every(({ complete }) => complete)).toBe(true)
  expect(board).not.toBeNull()
})

test(
  '[A11] undo takes back only one’s own strokes; clearing asks and can be undone',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    const boards = watchBoards(patient, doctor)
    await patient.opensBoard()
    await doctor.opensBoard()
    await patient.press('Red')
    await patient.draws([0.3, 0.3], [0.5, 0.4])
    await boards.toHold([{ type: 'freedraw', strokeColor: RED }])
    await doctor.draws([0.3, 0.6], [0.5, 0.7])
    await boards.toHold([{ type: 'freedraw', strokeColor: RED }, { type: 'freedraw' }])

    await patient.press('Undo')
    await boards.toHold([{ type: 'freedraw', strokeColor: '#1e1e1e' }])

    await patient.press('Clear')
    await patient.press('Keep it')
    await patient.press('Clear')
    await patient.press('Clear the board')
    await boards.toHold([])
    await patient.press('Undo')
    await boards.toHold([{ type: 'freedraw', strokeColor: '#1e1e1e' }])
  },
)

test('[A11] whoever reloads gets the whole board back', { tag: '@long' }, async ({ browser }) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.opensBoard()
  await patient.draws([0.3, 0.3], [0.5, 0.4])
  await patient.notes('Left arm', [0.6, 0.6])
  await doctor.reads(`${patient.name} is drawing on the board.`)

  await patient.page.reload()
  await patient.isConnected()
  const boards = watchBoards(patient, doctor)
  await patient.opensBoard()
  await expect(notesOf(patient)).toHaveText('Left arm')
  await doctor.press('Open the board')
  await doctor.draws([0.3, 0.7], [0.5, 0.8])
  await boards.toHold([{ type: 'freedraw' }, { type: 'text', text: 'Left arm' }, { type: 'freedraw' }])
})

/** The notes as a screen reader finds them. */
const notesOf = ({ page }: Person): Locator =>
  page.getByRole('list', { name: 'Notes on the board' }).getByRole('listitem')
