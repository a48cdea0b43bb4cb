/* Makes docs/visit.png from the running product: `node e2e/readme-picture.ts ADDRESS`. */
import { chromium as browserType, type Page } from '@playwright/test'
import { chromium } from './browser.ts'
import { drawSkin, installDrawnCamera, type DrawnPerson } from './drawn-scenes.ts'

const [address = 'http://localhost:8080'] = process.argv.slice(2)
const DOCTOR = { wall: '#c9d6d2', skin: '#d9a583', hair: '#3b2a22', clothes: '#f4f4f1' }
const PATIENT = { wall: '#d8c9b4', skin: '#e2b597', hair: '#b9b4ae', clothes: '#4d6a86' }

const browser = await browserType.launch(chromium())

async function arrive(name: string, look: DrawnPerson): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['camera', 'microphone'],
  })
  const page = await context.newPage()
  await page.addInitScript(installDrawnCamera, look)
  await page.goto(address)
  await page.getByRole('textbox', { name: 'Your name' }).fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click()
  await page.getByRole('button', { name: 'Go to the people here' }).click()
  return page
}

const doctor = await arrive('Dr. Musterfrau', DOCTOR)
const patient = await arrive('Johanna Beispiel', PATIENT)
await patient.getByRole('button', { name: 'Call Dr. Musterfrau' }).click()
await doctor.getByRole('button', { name: 'Answer' }).click()
await doctor.getByText('Connected', { exact: true }).waitFor()

await patient.getByRole('button', { name: /^Chat/ }).click()
await patient.getByRole('textbox', { name: 'Message' }).fill('Good morning. This is the spot on my arm.')
await patient.getByRole('button', { name: 'Send' }).click()
await patient.getByRole('button', { name: /^Files/ }).click()
await patient.getByRole('button', { name: 'Choose files' }).waitFor()
await patient
  .locator('input[type=file]')
  .first()
  .setInputFiles({
    name: 'arm, left.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await patient.evaluate(drawSkin, 7), 'base64'),
  })

await doctor.getByRole('button', { name: /^Files/ }).click()
await doctor.getByRole('button', { name: /Draw on this/ }).click()
await doctor.getByRole('button', { name: 'Red' }).click()
const surface = await doctor.locator('canvas.interactive').boundingBox()
if (!surface) throw new Error('the board is not open')
const middle = { x: surface.x + surface.width / 2, y: surface.y + surface.height / 2 }
await doctor.getByRole('button', { name: /^Chat/ }).click()
await doctor.getByRole('textbox', { name: 'Message' }).fill('I see it. Is this border new?')
await doctor.getByRole('button', { name: 'Send' }).click()
const at = (angle: number): [number, number] => [
  middle.x + 160 * Math.cos(angle),
  middle.y - 45 + 130 * Math.sin(angle),
]
await doctor.mouse.move(...at(0))
await doctor.mouse.down()
for (let step = 1; step <= 66; step += 1) await doctor.mouse.move(...at((step / 64) * 2 * Math.PI))
await doctor.mouse.up()
await patient.getByText('drawing on the board').waitFor()
await doctor.screenshot({ path: 'docs/visit.png' })
await browser.close()
