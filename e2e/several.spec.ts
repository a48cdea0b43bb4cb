import { expect, test } from './fixtures.ts'
import { DESKTOP, inspect } from './inspect.ts'
import { recordOf } from './record.ts'
import {
  aVisitWithColleagues,
  comesByLink,
  DOCTOR,
  invites,
  isHere,
  pairsOf,
  PATIENT,
} from './room-of-several.ts'

const COLLEAGUE = 'Doctor Bernard Rieux'
const LINE = 'All three of us read this'
const BEFORE = 'Only the two of us read this'
const FILE = { name: 'Findings.txt', mimeType: 'text/plain', buffer: Buffer.from('Haemoglobin 13.2') }

test.use({ serverEnv: { VISITA_LOBBY: 'off' } })

test('[B26] a doctor brings a colleague in with the patient’s yes: all three see, hear, write, send and draw, one leaves, and two go on', async ({
  browser,
  server,
}) => {
  test.setTimeout(480_000)
  const { doctor, patient, colleagues } = await aVisitWithColleagues(browser, server, [COLLEAGUE])
  const [colleague] = colleagues
  if (colleague === undefined) throw new Error('no colleague')
  await doctor.writes(BEFORE)
  await patient.hasRead(BEFORE)

  await invites(doctor, colleague)
  await patient.reads(`${DOCTOR} wants to bring in ${COLLEAGUE}`)
  await doctor.reads(`${COLLEAGUE} (doctor): the patient is being asked…`)
  await expect(colleague.page.getByRole('alertdialog')).toHaveCount(0)
  await expect(patient.page).toHaveTitle('Somebody wants to come into your visit')
  await patient.press('Allow')
  await expect(colleague.page.getByRole('alertdialog')).toContainText(
    `${DOCTOR} asks you to come into a visit`,
  )
  await colleague.answers()

  const all = [doctor, patient, colleague]
  const pairs = pairsOf(all)
  for (const [person, other] of pairs) await isHere(person, other)
  await Promise.all(pairs.flatMap(([person, other]) => [person.sees(other), person.hears(other)]))
  await inspect(doctor, 'a visit of three')
  await doctor.page.setViewportSize(DESKTOP)

  await patient.writes(LINE)
  for (const person of [doctor, colleague]) await person.hasRead(LINE)
  await expect(patient.page.getByRole('log', { name: 'Chat' })).toContainText('Sent')
  await colleague.opens('Chat')
  await expect(colleague.page.getByRole('log', { name: 'Chat' }).getByRole('listitem')).toHaveCount(1)

  await colleague.sends(FILE)
  for (const person of [doctor, patient]) {
    await person.opens('Files')
    await expect(person.fileCard(FILE.name)).toHaveCount(1)
    await expect(person.fileCard(FILE.name)).toContainText('complete and unchanged')
  }

  await doctor.opensBoard()
  await doctor.draws([0.3, 0.3], [0.6, 0.5])
  for (const person of [patient, colleague]) await person.press('Open the board')

  await colleague.press('Leave')
  await colleague.readsTitle('You left the visit')
  for (const person of [doctor, patient]) await person.reads(`${COLLEAGUE} has left the visit.`)
  for (const person of [doctor, patient]) await person.isConnected()
  await Promise.all([doctor.sees(patient), patient.sees(doctor)])

  await doctor.ends()
  await patient.readsTitle(`${DOCTOR} ended the visit`)
  await doctor.reads('Everything is saved.')
  const record = await recordOf(doctor)
  expect(record.participants.map(({ displayName }) => displayName)).toEqual([DOCTOR, PATIENT, COLLEAGUE])
  expect(record.messages.map(({ text }) => text)).toEqual([BEFORE, LINE])
  expect(record.files).toMatchObject([{ name: FILE.name, complete: true }])
  expect(record.board).not.toBeNull()
})

test(
  '[B26] an interpreter comes by link with the patient’s yes, talks and writes, and gets nothing of the record; a relative is told no',
  { tag: '@long' },
  async ({ browser, server }) => {
    test.setTimeout(480_000)
    const { doctor, patient } = await aVisitWithColleagues(browser, server, [])
    await doctor.press('Invite')
    const interpreter = await comesByLink(browser, doctor, 'interpreter')
    await interpreter.readsTitle('Please wait a moment')
    await patient.reads(`${DOCTOR} wants to bring in ${interpreter.name} (interpreter)`)
    await patient.press('Allow')
    await interpreter.answers()
    const all = [doctor, patient, interpreter]
    for (const [person, other] of pairsOf(all)) await isHere(person, other)
    await expect(patient.page.getByRole('list', { name: 'Who is in this visit' })).toContainText(
      `${interpreter.name} (interpreter): here`,
    )
    await interpreter.writes(LINE)
    for (const person of [doctor, patient]) await person.hasRead(LINE)
    for (const name of ['Files', 'Board', 'Invite']) await expect(interpreter.button(name)).toHaveCount(0)
    await inspect(interpreter, 'a visit for an interpreter')

    await doctor.press('Invite')
    const relative = await comesByLink(browser, doctor, 'relative')
    await patient.reads(`${DOCTOR} wants to bring in ${relative.name} (relative)`)
    await patient.press('Not now')
    await relative.reads('The patient does not want anybody else in the visit now.')
    await doctor.reads(`${relative.name} was not brought in: the patient does not want it now.`)

    await doctor.press('Lock the visit')
    for (const person of all) await person.reads('Locked: nobody else comes in')
    await interpreter.press('Leave')
    await interpreter.readsTitle('You left the visit')
    await doctor.ends()
    await doctor.reads('Everything is saved.')
    expect((await recordOf(doctor)).messages.map(({ text }) => text)).toEqual([LINE])
  },
)
