import { headlessShell } from './browser.ts'
import { plug, unplug, withCameras } from './canvas-cameras.ts'
import { expect, test } from './fixtures.ts'
import { aVisit, seesMotion, showsColour } from './people.ts'

const FACE = { id: 'face', label: 'Camera of the laptop', colour: 'rgb(200, 40, 40)' }
const SCOPE = { id: 'scope', label: 'Dermatoscope', colour: 'rgb(40, 40, 200)' }
const RED = [200, 40, 40]
const BLUE = [40, 40, 200]

test.use({ launchOptions: headlessShell(2) })

test('[A17] face and second camera are both shown at the other side, each its own picture', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser, {
    patient: { before: (page) => withCameras(page, [FACE, SCOPE]) },
  })
  await showsColour(doctor.pictureOf(patient), RED)

  await patient.press('Second camera')
  await showsColour(doctor.secondCameraOf(patient), BLUE)
  await showsColour(doctor.pictureOf(patient), RED)
  await seesMotion(doctor.secondCameraOf(patient))
  await seesMotion(doctor.pictureOf(patient))
  await showsColour(patient.page.getByLabel('Your second camera', { exact: true }), BLUE)

  await patient.press('Stop second camera')
  await expect(doctor.secondCameraOf(patient)).toBeHidden()
  await showsColour(doctor.pictureOf(patient), RED)
})

test('[A17] a camera plugged in during the call is offered, shown, and its unplugging noticed', async ({
  browser,
}) => {
  const { patient, doctor } = await aVisit(browser, {
    patient: { before: (page) => withCameras(page, [FACE]) },
  })
  await patient.opens('Camera and sound')
  await patient.reads('Only one camera is connected.')

  await plug(patient.page, SCOPE)
  await patient.reads(`A camera was plugged in: ${SCOPE.label}. Show it beside your face?`)
  await patient.press('Show this camera')
  await showsColour(doctor.secondCameraOf(patient), BLUE)

  await unplug(patient.page, SCOPE.id)
  await expect(doctor.secondCameraOf(patient)).toBeHidden()
  await patient.reads('The second camera was unplugged.')
  await patient.reads('Only one camera is connected.')
  await showsColour(doctor.pictureOf(patient), RED)

  await plug(patient.page, SCOPE)
  await patient.press('Show this camera')
  await showsColour(doctor.secondCameraOf(patient), BLUE)
})

test(
  "[A17] the browser's own second camera is sent beside the first",
  { tag: '@long' },
  async ({ browser }) => {
    const { patient, doctor } = await aVisit(browser)
    await patient.press('Second camera')
    await expect(patient.button('Stop second camera')).toBeVisible()
    await expect(doctor.secondCameraOf(patient)).toBeVisible()
    await expect(patient.page.getByLabel('Your second camera', { exact: true })).toBeVisible()
    await Promise.all([doctor.sees(patient), patient.sees(doctor)])
  },
)
