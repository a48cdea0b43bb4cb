import { headlessShell } from './browser.ts'
import { withCameras } from './canvas-cameras.ts'
import { expect, test } from './fixtures.ts'
import { axeFindsNothing, fitsHands, PHONE } from './inspect.ts'
import { aVisit, type Person, seesMotion } from './people.ts'

const SCOPE = { id: 'scope', label: 'Dermatoscope', colour: 'rgb(40, 40, 200)' }
const FACE = { id: 'face', label: 'Camera of the laptop', colour: 'rgb(200, 40, 40)' }

test.use({ launchOptions: headlessShell(2) })

async function asksForAPhoto(doctor: Person): Promise<void> {
  await doctor.opens('Files')
  await doctor.press('Ask for a sharp photo')
  await doctor.reads('has been asked for a photo')
}

const photoOf = (doctor: Person) => doctor.fileCard(/Photo \d/)

test('[B5] a sharp photo that the doctor asks for comes as a file, when the patient agrees', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser, { patient: { context: { viewport: PHONE } } })
  await asksForAPhoto(doctor)
  await patient.reads('asks for a sharp photo of what your camera shows')
  await fitsHands(patient.page, 'asked for a photo')
  await axeFindsNothing(patient.page, 'asked for a photo')
  await patient.press('Not now')
  await doctor.reads('does not want to take a photo now')
  await expect(photoOf(doctor)).toHaveCount(0)

  await doctor.press('Ask for a sharp photo')
  await patient.press('Take the photo')
  await expect(photoOf(doctor)).toContainText('complete and unchanged')
  // As large as the browser's own camera gives it.
  const picture = photoOf(doctor).locator('img')
  await expect
    .poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth')))
    .toBeGreaterThanOrEqual(1280)
  await expect(patient.button('Take the photo')).toBeHidden()
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
})

test('[B5, A17] the photo is of the second camera where there is one, also where the browser takes none itself', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser, {
    patient: { before: (page) => withCameras(page, [FACE, SCOPE]) },
  })
  await patient.press('Second camera')
  await seesMotion(doctor.secondCameraOf(patient))
  await asksForAPhoto(doctor)
  await patient.reads('what your second camera shows')
  await patient.press('Take the photo')
  await expect(photoOf(doctor)).toContainText('complete and unchanged')
  const colour = await photoOf(doctor)
    .locator('img')
    .evaluate(async (image) => {
      if (!(image instanceof HTMLImageElement)) throw new TypeError('no picture')
      await image.decode()
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      context?.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1)
      return Array.from(context?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])
    })
  const [red = 255, , blue = 0] = colour
  expect(blue).toBeGreaterThan(150)
  expect(red).toBeLessThan(90)
  await seesMotion(doctor.secondCameraOf(patient))
})

test(
  '[B6] a photo from a camera that is off begins with starting it',
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    await patient.press('Stop camera')
    await asksForAPhoto(doctor)
    await patient.reads('your camera is off. Start it first.')
    await patient.page
      .getByText('your camera is off')
      .locator('..')
      .getByRole('button', { name: 'Start camera' })
      .click()
    await patient.press('Take the photo')
    await expect(photoOf(doctor)).toContainText('complete and unchanged')
  },
)
