import type { Page } from '@playwright/test'
import { withCameras } from './canvas-cameras.ts'
import { expect, test } from './fixtures.ts'
import { aPerson, aPersonInTheLobby, aVisit, meet, seesMotion, showsColour } from './people.ts'
import { withoutDevices } from './withheld-devices.ts'

const FRONT = { id: 'front', label: 'Front camera', colour: 'rgb(200, 40, 40)' }
const BACK = { id: 'back', label: 'Back camera', colour: 'rgb(40, 160, 40)' }
const DOCTOR = 'Doctor Adaeze Okonkwo'

const NO_CAMERA = [
  { what: 'was refused', error: 'NotAllowedError', says: 'You have not allowed the camera.' },
  { what: 'is missing', error: 'NotFoundError', says: 'No camera was found.' },
  { what: 'is busy', error: 'NotReadableError', says: 'Your camera is being used by another program.' },
]
for (const { what, error, says } of NO_CAMERA) {
  test(`[A3] a camera that ${what} has its own message, and the visit goes on with sound`, async ({
    browser,
  }) => {
    const doctor = await aPersonInTheLobby(browser, DOCTOR)
    const patient = await aPerson(browser, 'Johanna Beispiel', withoutDevices(error, ['video']))
    await patient.identifies()
    await patient.press('Turn on camera and microphone')
    await patient.reads(says)
    await patient.press('Go to the people here')
    await meet(patient, doctor)

    await doctor.reads(`${patient.name} has no camera on`)
    await Promise.all([doctor.hears(patient), patient.hears(doctor), patient.sees(doctor)])
    await patient.reads(says)
  })
}

test('[A3] without camera and microphone the visit goes on by watching and writing', async ({ browser }) => {
  const doctor = await aPersonInTheLobby(browser, DOCTOR)
  const patient = await aPerson(
    browser,
    'Johanna Beispiel',
    withoutDevices('NotFoundError', ['video', 'audio']),
  )
  await patient.identifies()
  await patient.press('Turn on camera and microphone')
  await patient.reads('No camera was found.')
  await patient.reads('No microphone was found.')
  await patient.press('Go to the people here')
  await meet(patient, doctor)

  await Promise.all([patient.sees(doctor), patient.hears(doctor)])
  await doctor.reads(`${patient.name} has no microphone on`)
  await patient.writes('I cannot be seen, but I can write')
  await doctor.hasRead('I cannot be seen, but I can write')
})

test('[A3] a camera that works on the second try joins the call', { tag: '@long' }, async ({ browser }) => {
  const doctor = await aPersonInTheLobby(browser, DOCTOR)
  const patient = await aPersonInTheLobby(
    browser,
    'Johanna Beispiel',
    withoutDevices('NotReadableError', ['video']),
  )
  await meet(patient, doctor)
  await doctor.reads(`${patient.name} has no camera on`)
  await patient.page.evaluate(() => {
    withheld.kinds = []
  })
  await patient.press('Try again')
  await doctor.sees(patient)
  await expect(patient.page.getByRole('alert')).toBeHidden()
})

test('[A8] muting and switching the camera off is heard, seen and told at the other side', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser)
  await patient.press('Mute')
  await doctor.reads(`${patient.name} is muted`)
  expect(await liveTracks(patient.page, 'audio')).toEqual([false])
  await patient.press('Unmute')
  await expect(doctor.page.getByText(`${patient.name} is muted`)).toBeHidden()
  await doctor.hears(patient)

  await patient.press('Stop camera')
  await doctor.reads(`${patient.name} has no camera on`)
  // The device itself is let go of: its light goes out.
  expect(await liveTracks(patient.page, 'video')).toEqual([])
  await patient.press('Start camera')
  await expect(doctor.page.getByText(`${patient.name} has no camera on`)).toBeHidden()
  await doctor.sees(patient)
})

test('[A8] another camera and another microphone are chosen during the call', async ({ browser }) => {
  const { patient, doctor } = await aVisit(browser, {
    patient: { before: (page) => withCameras(page, [FRONT, BACK]) },
  })
  await showsColour(doctor.pictureOf(patient), [200, 40, 40])
  await patient.opens('Camera and sound')
  await patient.page.getByLabel('Camera', { exact: true }).selectOption(BACK.label)
  await showsColour(doctor.pictureOf(patient), [40, 160, 40])
  await patient.page.getByLabel('Camera', { exact: true }).selectOption(FRONT.label)
  await showsColour(doctor.pictureOf(patient), [200, 40, 40])
  expect(await liveTracks(patient.page, 'video')).toHaveLength(1)

  const microphones = patient.page.getByLabel('Microphone', { exact: true })
  const labels = await microphones.getByRole('option').allTextContents()
  const other = labels.at(-1) ?? ''
  await microphones.selectOption(other)
  await expect(microphones.locator('option:checked')).toHaveText(other)
  await expect.poll(() => liveTracks(patient.page, 'audio')).toHaveLength(1)
  await doctor.hears(patient)
})

test(
  '[A8] the speaker is chosen during the call, and the sound goes on',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    await patient.opens('Camera and sound')
    const speakers = patient.page.getByLabel('Speaker', { exact: true })
    const other = (await speakers.getByRole('option').allTextContents()).at(-1) ?? ''
    await speakers.selectOption(other)
    const used = (): Promise<boolean> =>
      patient.pictureOf(doctor).evaluate((video) => video instanceof HTMLVideoElement && video.sinkId !== '')
    await expect.poll(used).toBe(true)
    await patient.hears(doctor)
  },
)

test('the screen is shared beside the face until it is stopped', async ({ browser }) => {
  const { patient, doctor } = await aVisit(browser)
  await doctor.press('Share screen')
  await seesMotion(patient.screenOf(doctor))
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  await doctor.press('Stop sharing')
  await expect(patient.screenOf(doctor)).toBeHidden()
  await patient.sees(doctor)
})

/** Whether each track of this kind that is still open lets something through. */
const liveTracks = (page: Page, kind: string): Promise<boolean[]> =>
  page.evaluate(
    (wanted) =>
      pageWatch.tracks
        .filter((track) => track.kind === wanted && track.readyState === 'live')
        .map(({ enabled }) => enabled),
    kind,
  )
