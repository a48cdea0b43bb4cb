import type { Browser } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { inspect, PHONE } from './inspect.ts'
import { aMember, anAdministrator } from './members.ts'
import { Person } from './people.ts'
import type { TestServer } from './server.ts'

const DOCTOR = 'Doctor Adaeze Okonkwo'
const PATIENT = 'Johanna Beispiel'
const TEXT = 'The rash on my left arm is back since Monday.'

test.use({ serverEnv: { VISITA_LOBBY: 'off' } })

/** A patient with a telephone, and as many doctors as are asked for, each with the page that they arrive at. */
async function aClinic(browser: Browser, server: TestServer, doctors: readonly string[] = [DOCTOR]) {
  const { desk: administrator } = await anAdministrator(browser, server)
  const desks: Person[] = []
  for (const name of doctors) {
    desks.push((await aMember(browser, administrator, { name, roles: ['doctor'] })).desk)
  }
  const { desk: patient } = await aMember(browser, administrator, {
    name: PATIENT,
    roles: ['patient'],
    setup: { context: { viewport: PHONE } },
  })
  await patient.readsTitle('Ask for a visit')
  const [doctor] = desks
  if (doctor === undefined) throw new Error('a clinic without doctors')
  return { administrator, doctor, doctors: desks, patient }
}

async function asks(patient: Person, { urgent = false } = {}): Promise<void> {
  await patient.page.getByRole('radio', { name: 'Something we have talked about' }).check()
  await patient.page.getByRole('textbox', { name: 'In your own words' }).fill(TEXT)
  if (urgent) await patient.page.getByRole('radio', { name: 'It is urgent' }).check()
  await patient.press('Ask for a visit')
  await patient.readsTitle('You are in the queue')
}

const starts = (doctor: Person): Promise<void> => doctor.press(`Start the visit with ${PATIENT}`)
const inTheQueue = (doctor: Person) =>
  doctor.page.getByRole('list', { name: 'Waiting' }).getByRole('listitem').filter({ hasText: PATIENT })

test('[B1] a patient asks, the doctor sees it at once and calls, and both are in the room', async ({
  browser,
  server,
}) => {
  const { patient, doctor } = await aClinic(browser, server)
  await doctor.readsTitle('Waiting')
  await doctor.reads('Nobody is waiting')
  await asks(patient, { urgent: true })
  await patient.reads('You are next')
  await patient.reads(/It can be your turn at any moment|No doctor is here/)
  for (const text of ['Urgent', 'Follow-up', TEXT, 'Ready', 'Has just asked']) {
    await expect(inTheQueue(doctor)).toContainText(text)
  }
  await expect(doctor.page).toHaveTitle(/^\(1\) Waiting/)

  // A reload keeps the place.
  await patient.page.reload()
  await patient.readsTitle('You are in the queue')
  await expect(inTheQueue(doctor)).toContainText('Ready')

  // Nobody is filmed before they have answered.
  expect(await patient.page.evaluate(() => pageWatch.tracks.length)).toBe(0)
  await starts(doctor)
  await expect(patient.page.getByRole('alertdialog')).toContainText(`${DOCTOR} is calling you`)
  expect(await patient.page.evaluate(() => pageWatch.tracks.length)).toBe(0)
  await patient.answers()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])

  // A tab that was closed by mistake: every page of the doctor's leads back, though nobody is listed.
  const context = doctor.page.context()
  await doctor.page.close({ runBeforeUnload: false })
  const again = new Person(doctor.name, await context.newPage())
  await again.page.goto('/account')
  await again.reads(`You are in a visit with ${PATIENT}`)
  await again.press('Continue the visit here')
  await Promise.all([patient.isConnected(), again.isConnected()])
  await Promise.all([patient.sees(again), again.sees(patient)])

  await again.ends()
  await again.press('Back to your pages')
  await again.page.getByRole('link', { name: 'Waiting' }).click()
  await again.reads('Nobody is waiting')
  await patient.press('Back to your pages')
  await patient.readsTitle('Ask for a visit')
  await expect(patient.page.getByRole('textbox', { name: 'In your own words' })).toHaveValue('')
})

test('[B1] two doctors take the same request: one calls, the other is told so, and a call that is declined keeps the place', async ({
  browser,
  server,
}) => {
  const { patient, doctors } = await aClinic(browser, server, [DOCTOR, 'Doctor Bernard Rieux'])
  await asks(patient)
  const [first, second] = doctors
  if (first === undefined || second === undefined) throw new Error('two doctors')
  const buttons = doctors.map((doctor) => doctor.button(`Start the visit with ${PATIENT}`))
  await Promise.all(buttons.map((button) => expect(button).toBeVisible()))
  await Promise.all(buttons.map((button) => button.dispatchEvent('click')))
  const callers = () =>
    Promise.all(doctors.map((doctor) => doctor.page.getByRole('dialog', { name: /^Calling/ }).isVisible()))
  await expect(patient.page.getByRole('alertdialog')).toContainText('is calling you')
  await expect.poll(async () => (await callers()).filter(Boolean).length).toBe(1)
  const [firstCalls] = await callers()
  const [winner, loser] = firstCalls ? [first, second] : [second, first]
  await loser.reads(`A colleague is calling ${PATIENT} at this moment`)
  await expect(inTheQueue(loser)).toContainText('In a call at this moment')

  await patient.press('Decline')
  await winner.reads(`${PATIENT} cannot talk now, and keeps the place`)
  await patient.reads('You keep your place')
  await patient.readsTitle('You are in the queue')
  await starts(loser)
  await patient.answers()
  await Promise.all([patient.isConnected(), loser.isConnected()])
  await expect(inTheQueue(winner)).toHaveCount(0)
})

test('[B1] what was written survives a line that is cut, and leaving the queue is one question away', async ({
  browser,
  server,
}) => {
  const { patient, doctor } = await aClinic(browser, server)
  await patient.page.getByRole('radio', { name: 'A medicine' }).check()
  await patient.page.getByRole('textbox', { name: 'In your own words' }).fill(TEXT)
  await patient.page.getByRole('combobox', { name: 'Whom would you like to see?' }).selectOption(DOCTOR)
  await patient.page.context().setOffline(true)
  await patient.press('Ask for a visit')
  await patient.reads('All that you have written is still here')
  await patient.page.context().setOffline(false)
  await patient.page.getByRole('link', { name: 'My account' }).click()
  await patient.readsTitle('My account')
  await patient.page.getByRole('link', { name: 'Ask for a visit' }).click()
  await expect(patient.page.getByRole('textbox', { name: 'In your own words' })).toHaveValue(TEXT)
  await patient.press('Ask for a visit')
  await patient.readsTitle('You are in the queue')
  await expect(inTheQueue(doctor)).toContainText('Asks for you')

  await patient.press('Leave the queue')
  await patient.page.getByRole('dialog').getByRole('button', { name: 'Leave the queue' }).click()
  await patient.reads('You have left the queue')
  await doctor.reads('Nobody is waiting')
})

test('[B1] a coordinator sees who waits, without the reason and without the button', async ({
  browser,
  server,
}) => {
  const { administrator, patient } = await aClinic(browser, server)
  const { desk: coordinator } = await aMember(browser, administrator, {
    name: 'Carla Coordinator',
    roles: ['coordinator'],
  })
  await coordinator.readsTitle('Waiting')
  await asks(patient)
  await expect(inTheQueue(coordinator)).toContainText('Ready')
  await expect(inTheQueue(coordinator)).not.toContainText('Follow-up')
  await expect(coordinator.page.getByText(TEXT)).toHaveCount(0)
  await expect(inTheQueue(coordinator).getByRole('button')).toHaveCount(0)
})

test('the pages of the queue are accessible, on a telephone, a desktop and the narrowest window, by day and by night', async ({
  browser,
  server,
}) => {
  test.setTimeout(240_000)
  const { patient, doctor } = await aClinic(browser, server)
  await inspect(doctor, 'an empty queue')
  await patient.press('Ask for a visit')
  await patient.reads('Please choose what comes closest.')
  await inspect(patient, 'asking')
  await asks(patient, { urgent: true })
  await patient.press('Turn on camera and microphone')
  await patient.reads('The camera works')
  await inspect(patient, 'waiting')
  await inspect(doctor, 'a queue')
})
