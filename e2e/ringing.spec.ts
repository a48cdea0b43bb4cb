import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { aPerson, aPersonInTheLobby, meet, type Person, type Setup } from './people.ts'

const PATIENT = 'Johanna Beispiel'
const DOCTOR = 'Doctor Adaeze Okonkwo'

test('[A4] whoever comes and goes is shown to the others within a second', async ({ browser }) => {
  const patient = await aPersonInTheLobby(browser, PATIENT)
  await patient.reads('Nobody else is here yet')
  const doctor = await aPerson(browser, DOCTOR)
  await doctor.identifies()
  await doctor.press('Go on without camera')
  await doctor.readsTitle('People here')
  await expect(patient.rowOf(doctor)).toContainText('Available', { timeout: 1_000 })

  await doctor.page.close()
  await expect(patient.rowOf(doctor)).toBeHidden({ timeout: 1_000 })
})

test(
  '[A4] the others see who is ringing and who is in a visit, and cannot call them',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await bothHere(browser)
    const third = await aPersonInTheLobby(browser, 'Somebody else here')
    await patient.calls(doctor)
    await expect(third.rowOf(patient)).toContainText('Ringing', { timeout: 1_000 })
    await expect(third.rowOf(doctor)).toContainText('Ringing', { timeout: 1_000 })
    await expect(third.button(`Call ${DOCTOR}`)).toBeHidden()

    await doctor.answers()
    await expect(third.rowOf(patient)).toContainText('In a visit')
    await expect(third.rowOf(doctor)).toContainText('In a visit')
    await Promise.all([patient.isConnected(), doctor.isConnected()])

    await doctor.ends()
    await expect(third.rowOf(patient)).toContainText('Available')
    await expect(third.rowOf(doctor)).toContainText('Available')
  },
)

test('[A5] declining ends the ring on both sides, and both can ring again', async ({ browser }) => {
  const { patient, doctor } = await bothHere(browser)
  await patient.calls(doctor)
  await patient.reads(`Calling ${DOCTOR}…`)
  await doctor.reads(`${PATIENT} is calling you`)
  await doctor.press('Decline')
  await patient.reads(`${DOCTOR} cannot talk now.`)
  await doctor.reads(`You declined the call from ${PATIENT}.`)
  await nobodyRings(patient, doctor)
  await meet(doctor, patient)
})

test('[A5] a ring is in the title of the window, and keys meant for the page neither answer nor decline it', async ({
  browser,
}) => {
  const { patient, doctor } = await bothHere(browser)
  await patient.calls(doctor)
  const ring = doctor.page.getByRole('alertdialog', { name: `${PATIENT} is calling you` })
  await expect(ring).toBeFocused()
  for (const key of ['Enter', 'Space', 'Tab', 'Enter', 'Escape', 'Escape']) {
    await doctor.page.keyboard.press(key)
  }
  await expect(ring).toBeVisible()
  await expect(doctor.page).toHaveTitle('You are being called – Visita')
  await expect(doctor.rowOf(patient)).toContainText('Ringing')

  await doctor.press('Decline')
  await patient.reads(`${DOCTOR} cannot talk now.`)
  await expect(doctor.page).toHaveTitle('Visita')
})

test(
  '[A5] stopping to call ends the ring on both sides, and both can ring again',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await bothHere(browser)
    await patient.calls(doctor)
    await doctor.reads(`${PATIENT} is calling you`)
    await patient.press('Stop calling')
    await patient.reads(`You stopped calling ${DOCTOR}.`)
    await doctor.reads(`${PATIENT} has stopped calling. You can call back.`)
    await nobodyRings(patient, doctor)
    await meet(doctor, patient)
  },
)

test(
  '[A5] who rings somebody that has just become busy is told so',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await bothHere(browser)
    const late = await aPerson(browser, 'Late Example Person', {
      before: seesNoChanges,
    })
    await late.identifies()
    await late.turnsOnDevices()
    await expect(late.button(`Call ${DOCTOR}`)).toBeVisible()
    await patient.calls(doctor)
    await doctor.reads(`${PATIENT} is calling you`)
    await late.calls(doctor)
    await late.reads(`${DOCTOR} is in another call. Try again in a few minutes.`)
    await expect(doctor.page.getByRole('alertdialog')).toHaveCount(1)
    await doctor.answers()
    await Promise.all([patient.isConnected(), doctor.isConnected()])
  },
)

test.describe('with a short patience', () => {
  test.use({ serverEnv: { VISITA_RING_SECONDS: '1' } })

  test('[A5] a ring that nobody answers ends by itself on both sides', async ({ browser }) => {
    const { patient, doctor } = await bothHere(browser)
    await patient.calls(doctor)
    await patient.reads(`${DOCTOR} did not answer. Try again in a few minutes.`)
    await doctor.reads(`You missed a call from ${PATIENT}. You can call back.`)
    await nobodyRings(patient, doctor)
  })
})

test('[A5] a callee who leaves while it rings ends the ring for the caller', async ({ browser }) => {
  const { patient, doctor } = await bothHere(browser)
  await patient.calls(doctor)
  await doctor.reads(`${PATIENT} is calling you`)
  await doctor.page.close()
  await patient.reads(`${DOCTOR} has left.`)
  await nobodyRings(patient)
  await expect(patient.rowOf(doctor)).toBeHidden()
})

test(
  '[A5] a caller who leaves while it rings ends the ring for the callee',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await bothHere(browser)
    await patient.calls(doctor)
    await doctor.reads(`${PATIENT} is calling you`)
    await patient.page.close()
    await doctor.reads(`${PATIENT} has left before you could answer.`)
    await nobodyRings(doctor)
    await expect(doctor.rowOf(patient)).toBeHidden()
  },
)

test('[A5] two people who call each other at once are put through', async ({ browser }) => {
  const news = new HeldNews()
  const { patient, doctor } = await bothHere(browser, { before: (page) => news.passesTo(page) })
  // Neither page has heard of the other's ring when its own button is pressed.
  news.hold()
  await Promise.all([patient.calls(doctor), doctor.calls(patient)])
  news.release()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await nobodyRings(patient, doctor)
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
})

/** A slow line: the news of who does what has not reached this page yet. */
const seesNoChanges = (page: Page): Promise<void> =>
  page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      if (!message.includes('person:changed')) socket.send(message)
    })
  })

/** Lines of several pages, on which what the server says can be kept back for a while. */
class HeldNews {
  #held: (() => void)[] | null = null

  async passesTo(page: Page): Promise<void> {
    await page.routeWebSocket(/socket\.io/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        if (this.#held === null) socket.send(message)
        else this.#held.push(() => socket.send(message))
      })
    })
  }

  hold(): void {
    this.#held = []
  }

  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const pass of held) pass()
  }
}

async function bothHere(browser: Browser, setup?: Setup): Promise<{ patient: Person; doctor: Person }> {
  const doctor = await aPersonInTheLobby(browser, DOCTOR, setup)
  const patient = await aPersonInTheLobby(browser, PATIENT, setup)
  await expect(doctor.rowOf(patient)).toBeVisible()
  return { patient, doctor }
}

async function nobodyRings(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeHidden()
  }
  for (const { page } of people) await expect(page.getByText('Ringing', { exact: true })).toBeHidden()
}
