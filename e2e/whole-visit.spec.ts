import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { aPerson, meet, type Person } from './people.ts'
import { recordOf } from './record.ts'

const PATIENT = 'Johanna Beispiel-Canary'
const DOCTOR = 'Doctor Adaeze Canary'
const QUESTION = 'The mole on my arm has become darker'
const ANSWER = 'Please hold it closer to the camera'
const FILE = {
  name: 'Laboratory results.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('Haemoglobin 13.2'),
}

test('[A3–A13, B1–B3, B33] two people meet, see, hear, write, send, draw and end, and the visit is kept', async ({
  browser,
  server,
}) => {
  const patient = await aPerson(browser, PATIENT)
  const doctor = await aPerson(browser, DOCTOR)
  for (const person of [patient, doctor]) {
    await person.identifies()
    await person.turnsOnDevices()
  }
  await meet(patient, doctor)
  await Promise.all([
    patient.sees(doctor),
    doctor.sees(patient),
    patient.hears(doctor),
    doctor.hears(patient),
  ])

  // [B7] Each reads how both lines are, the other's as their own page says it.
  for (const [person, other] of [
    [patient, doctor],
    [doctor, patient],
  ] as const) {
    await expect(person.page.getByText('Your line: Good')).toBeVisible()
    await expect(person.page.getByText(`${other.name}: Good`)).toBeVisible()
  }

  // [B7] The curious see the figures behind the bars.
  await patient.press(/^Your line: Good/)
  await expect(patient.page.getByRole('region', { name: 'Connection in figures' })).toContainText(
    /Directly from device to device.*\d+ × \d+, \d+ pictures a second, \d+ kbit\/s/s,
  )

  await patient.writes(QUESTION)
  await doctor.hasRead(QUESTION)
  await doctor.writes(ANSWER)
  await patient.hasRead(ANSWER)

  await patient.sends(FILE)
  await doctor.opens('Files')
  await expect(doctor.fileCard(FILE.name)).toContainText('complete and unchanged')

  await patient.opensBoard()
  await patient.draws([0.4, 0.4], [0.6, 0.5])
  await doctor.press('Open the board')
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])

  await doctor.ends()
  await doctor.readsTitle('You ended the visit')
  await patient.readsTitle(`${DOCTOR} ended the visit`)
  for (const person of [patient, doctor]) await readsTheRecord(person)

  const record = await recordOf(patient)
  expect(record.participants.map(({ displayName }) => displayName).toSorted()).toEqual([DOCTOR, PATIENT])
  expect(record.messages.map(({ text }) => text)).toEqual([QUESTION, ANSWER])
  expect(record.files).toMatchObject([{ name: FILE.name, size: FILE.buffer.length, complete: true }])
  expect(record.board).not.toBeNull()
  expect(record.end?.reason).toBe('ended')

  await server.kill('SIGTERM')
  const secrets = [PATIENT, DOCTOR, QUESTION, ANSWER, FILE.name, FILE.buffer.toString()]
  expect(await foundIn(server.dataDir, secrets)).toEqual([])
})

async function readsTheRecord(person: Person): Promise<void> {
  await person.reads('Everything is saved.')
  await person.reads(QUESTION)
  await person.reads(ANSWER)
  await expect(person.page.getByRole('link', { name: `Download ${FILE.name}` })).toBeVisible()
  await expect(person.page.getByRole('img', { name: 'Board' })).toBeVisible()
}

/** Which of these texts are in any file under a folder, as UTF-8 or UTF-16. */
async function foundIn(folder: string, texts: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(2)
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))))
  return texts.filter((text) =>
    contents.some((bytes) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))),
  )
}
