import type { Browser, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, controlsAreInView, DESKTOP, fitsHands, NARROWEST, PHONE } from './inspect.ts'
import { aPerson, meet, type Person } from './people.ts'

test('every page is accessible, on a phone and on a desktop, by day and by night, and at 320 px', async ({
  browser,
}) => {
  test.setTimeout(480_000)
  await walk(browser, async ({ page }, where, screen) => {
    await axeFindsNothing(page, where)
    await page.emulateMedia({ colorScheme: 'dark' })
    // Colours are all that the dark changes.
    await axeFindsNothing(page, `${where}, in the dark`, ['color-contrast'])
    await page.emulateMedia({ colorScheme: 'light' })
    for (const size of screen === PHONE ? [NARROWEST, PHONE] : [DESKTOP]) {
      await page.setViewportSize(size)
      await fitsHands(page, `${where}, ${size.width} px wide`)
      await controlsAreInView(page, `${where}, ${size.width} px wide`)
    }
  })
})

test('the whole way to a running visit and out of it works with the keyboard alone', async ({ browser }) => {
  const patient = await aPerson(browser, 'Johanna Beispiel')
  const doctor = await aPerson(browser, 'Doctor Adaeze Okonkwo')
  for (const { page, name } of [doctor, patient]) {
    await page.goto('/')
    await reach(page, 'Your name')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await strike(page, 'Turn on camera and microphone')
    await strike(page, 'Go to the people here')
  }
  await strike(patient.page, `Call ${doctor.name}`)
  await strike(doctor.page, 'Answer')
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await expect(patient.page.getByRole('heading', { name: doctor.name })).toBeFocused()

  await strike(patient.page, 'Mute')
  await doctor.reads(`${patient.name} is muted`)
  await strike(patient.page, 'Chat')
  const message = patient.page.getByRole('textbox', { name: 'Message' })
  await expect(message).toBeFocused()
  await patient.page.keyboard.type('Written without a mouse')
  await patient.page.keyboard.press('Enter')
  await doctor.hasRead('Written without a mouse')

  await patient.page.keyboard.press('Escape')
  await expect(message).toBeHidden()
  await expect(patient.button('Chat')).toBeFocused()

  await strike(patient.page, 'End visit')
  await expect(patient.page.getByRole('heading', { name: 'You ended the visit' })).toBeFocused()
  await doctor.readsTitle(`${patient.name} ended the visit`)
  await strike(doctor.page, 'Back to the people here')
  await doctor.readsTitle('People here')
})

type Screen = typeof PHONE
type Inspect = (person: Person, where: string, screen: Screen) => Promise<void>

/** Takes two people through every page, and has each page inspected on both screens. */
async function walk(browser: Browser, inspect: Inspect): Promise<void> {
  const patient = await aPerson(browser, 'Johanna Beispiel', { context: { viewport: PHONE } })
  const doctor = await aPerson(browser, 'Doctor Adaeze Okonkwo', { context: { viewport: DESKTOP } })
  const both = async (where: string): Promise<void> => {
    await inspect(patient, where, PHONE)
    await inspect(doctor, where, DESKTOP)
  }
  for (const { page } of [patient, doctor]) {
    await page.goto('/')
    await page.getByRole('textbox', { name: 'Your name' }).fill('Too short')
    await page.getByRole('textbox', { name: 'Your name' }).press('Enter')
  }
  await both('welcome')
  for (const person of [patient, doctor]) await person.identifies()
  await both('prepare')
  for (const person of [patient, doctor]) await person.turnsOnDevices()
  await expect(patient.button(`Call ${doctor.name}`)).toBeVisible()
  await both('lobby')
  await patient.calls(doctor)
  await expect(doctor.button('Answer')).toBeVisible()
  await both('ring')
  await doctor.press('Decline')
  await meet(patient, doctor)
  await both('room')
  await patient.writes('How are you?')
  await doctor.writes('Better, thank you')
  await both('chat')
  await patient.sends({ name: 'Arm.png', mimeType: 'image/png', buffer: await doctor.page.screenshot() })
  await doctor.opens('Files')
  await expect(doctor.fileCard('Arm.png')).toContainText('complete and unchanged')
  await both('files')
  for (const person of [patient, doctor]) await person.opens('Camera and sound')
  await both('devices')
  for (const person of [patient, doctor]) {
    await person.press('Close')
    await person.opensBoard()
  }
  await patient.draws([0.4, 0.4], [0.6, 0.5])
  await both('board')
  await doctor.ends()
  for (const person of [patient, doctor]) await person.reads('Everything is saved.')
  await both('ended')
}

/** Presses Tab until the control with this name has the focus. */
async function reach(page: Page, name: string): Promise<void> {
  const control = page
    .getByRole('button', { name, exact: true })
    .or(page.getByRole('textbox', { name, exact: true }))
  await expect(control).toBeVisible()
  // A ring cannot be answered before it can have been noticed.
  await expect(control.and(page.locator(':not([inert] *)'))).toBeVisible()
  const focused = (): Promise<boolean> => control.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 40 && !(await focused()); presses += 1) await page.keyboard.press('Tab')
  await expect(control).toBeFocused()
}

/** Reaches a button and presses it, by keyboard. */
async function strike(page: Page, name: string): Promise<void> {
  await reach(page, name)
  await page.keyboard.press('Enter')
}
