import { writeFile } from 'node:fs/promises'
import { expect, test } from './fixtures.ts'
import { aFile, sha256Of } from './files-on-disk.ts'
import { aVisit, type Person } from './people.ts'
import { recordOf } from './record.ts'

const ARRIVED = 'Checked: complete and unchanged'
/* Larger than what is taken unasked, and long enough under way to be cancelled on the way. */
const LARGE_MB = 300

test('[A10, B33] 50 MB each way at once arrive unchanged, and the server keeps them unchanged', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const film = await aFile('Film of the gait.mp4', 50)
  const scan = await aFile('Scan of the knee.dcm', 50)
  await Promise.all([patient.sends(film), doctor.sends(scan)])
  await Promise.all([hasArrived(doctor, 'Film of the gait.mp4'), hasArrived(patient, 'Scan of the knee.dcm')])

  expect(await sha256Of(await saved(doctor, 'Film of the gait.mp4'))).toBe(await sha256Of(film))
  expect(await sha256Of(await saved(patient, 'Scan of the knee.dcm'))).toBe(await sha256Of(scan))
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])

  await patient.ends()
  for (const person of [patient, doctor]) {
    await expect(person.page.getByText('Everything is saved.')).toBeVisible({ timeout: 30_000 })
  }
  expect(await keptHash(doctor, 'Film of the gait.mp4')).toBe(await sha256Of(film))
  expect(await keptHash(patient, 'Scan of the knee.dcm')).toBe(await sha256Of(scan))
})

test('[A10] several files at once, empty ones and odd names too, arrive under safe names', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.sends(
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'Überweisung für 王小明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-') },
    { name: 'turned\u202egnp.exe', mimeType: '', buffer: Buffer.from('MZ') },
    { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>document.title = 1</script>') },
  )
  await doctor.opens('Files')
  await expect(doctor.page.getByText(ARRIVED)).toHaveCount(4)
  await expect(doctor.fileCard('Überweisung für 王小明.pdf')).toBeVisible()
  await expect(doctor.page.getByText('\u202e')).toHaveCount(0)
  await expect(doctor.page).toHaveTitle('Visita')
})

test('[A10] the newest file is the first, and a picture that cannot be shown is not offered for drawing', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  const picture = await patient.page.screenshot()
  await patient.sends({ name: 'Arm.png', mimeType: 'image/png', buffer: picture })
  await hasArrived(doctor, 'Arm.png')
  await expect(doctor.fileCard('Arm.png').getByRole('button', { name: 'Draw on this' })).toBeVisible()

  await patient.sends({ name: 'Broken.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await expect(doctor.fileCard('Broken.png')).toContainText('This browser cannot show the picture.')
  await expect(doctor.fileCard('Broken.png').getByRole('button', { name: 'Draw on this' })).toBeHidden()
  const cards = doctor.page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  await expect(cards.first()).toContainText('Broken.png')
  await expect(cards.last()).toContainText('Arm.png')
})

for (const canceller of ['patient', 'doctor'] as const) {
  test(`[A10] a file cancelled by the ${canceller} stops on both sides, and the next one arrives`, async ({
    browser,
  }) => {
    const visit = await aVisit(browser)
    const { patient, doctor } = visit
    await patient.sends(await aFile('Film.bin', LARGE_MB))
    await doctor.opens('Files')
    await doctor.press('Keep in memory')
    await expect(doctor.page.getByRole('progressbar', { name: 'Progress of Film.bin' })).toBeVisible()
    await visit[canceller].press('Cancel Film.bin')
    const other = canceller === 'patient' ? doctor : patient
    await expect(visit[canceller].fileCard('Film.bin')).toContainText('You cancelled it')
    await expect(other.fileCard('Film.bin')).toContainText(`${visit[canceller].name} cancelled it`)

    await patient.sends({ name: 'Letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear doctor') })
    await hasArrived(doctor, 'Letter.txt')
  })
}

test('[A10] a large file asks first, and declining it is told to the sender', async ({ browser }) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.sends(await aFile('Film.bin', 70))
  await expect(patient.fileCard('Film.bin')).toContainText(`Waiting until ${doctor.name} takes it`)
  await doctor.opens('Files')
  await doctor.press('Decline')
  await expect(doctor.fileCard('Film.bin')).toContainText('You declined it')
  await expect(patient.fileCard('Film.bin')).toContainText(`${doctor.name} declined it`)
})

test(
  '[A10] a file under way while the receiver reloads arrives afterwards',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    const film = await aFile('Film.bin', 60)
    await patient.sends(film)
    await doctor.opens('Files')
    await expect(doctor.page.getByRole('progressbar', { name: 'Progress of Film.bin' })).toBeVisible()
    await doctor.page.reload()
    await doctor.isConnected()
    await hasArrived(doctor, 'Film.bin')
    await expect(patient.fileCard('Film.bin')).toContainText(ARRIVED)
    expect(await sha256Of(await saved(doctor, 'Film.bin'))).toBe(await sha256Of(film))
  },
)

test(
  '[A10] a file under way while the sender reloads is given up with a sentence, and can be sent again',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    const film = await aFile('Film.bin', 60)
    await patient.sends(film)
    await doctor.opens('Files')
    await expect(doctor.page.getByRole('progressbar', { name: 'Progress of Film.bin' })).toBeVisible()
    await patient.page.reload()
    await patient.isConnected()
    await expect(doctor.fileCard('Film.bin')).toContainText(
      `${patient.name} reloaded the page before it was complete.`,
    )
    await writeFile(film, 'Short now')
    await patient.sends(film)
    await expect(doctor.page.getByText(ARRIVED)).toHaveCount(1)
  },
)

async function hasArrived(person: Person, name: string): Promise<void> {
  await person.opens('Files')
  await expect(person.fileCard(name)).toContainText(ARRIVED, { timeout: 40_000 })
}

/** Saves a received file as the browser does; returns where. */
async function saved({ page }: Person, name: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: `Save ${name}` }).click()
  expect((await download).suggestedFilename()).toBe(name)
  return (await download).path()
}

/** The SHA-256 of the server's copy, downloaded from the page that says what was kept. */
async function keptHash(person: Person, name: string): Promise<string> {
  const file = (await recordOf(person)).files.find((kept) => kept.name === name)
  const download = person.page.waitForEvent('download')
  await person.page.getByRole('link', { name: `Download ${name}` }).click()
  const hash = await sha256Of(await (await download).path())
  expect(file).toMatchObject({ sha256: hash, complete: true })
  return hash
}
