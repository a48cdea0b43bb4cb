import { expect, type Page } from '@playwright/test'
import { aShot, photograph } from '@visita/lesion/synthetic'
import sharp from 'sharp'
import { inspect } from './inspect.ts'
import { Person } from './people.ts'

/** A photograph of a red patch that never was, as a telephone would send it. */
async function aFile(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const scene = { tone: 'III', lesion: { radiusMm: 12, redness: 1, seed: 3 }, marker: null } as const
  const { pixels } = photograph(scene, aShot(3, { lookAt: { x: 0, y: 0 } }))
  const { width, height, data } = pixels
  const buffer = await sharp(data, { raw: { width, height, channels: 4 } })
    .jpeg({ quality: 92 })
    .toBuffer()
  return { name: 'elbow.jpg', mimeType: 'image/jpeg', buffer }
}

/** On the page on which photographs are taken: chooses one, and uses it. */
export async function photographs(patient: Person): Promise<void> {
  const { page } = patient
  await page.getByLabel('Choose a photo from this device').setInputFiles(await aFile())
  await patient.press('Use this photo')
}

/** From the page of their own case: takes a photograph without a line, closes the page, and comes back. */
export async function photographsOffline(patient: Person): Promise<Person> {
  const { page } = patient
  await page.getByRole('link', { name: 'Take photos' }).click()
  await patient.readsTitle('Take photos')
  await inspect(patient, 'taking photos')
  await page.context().setOffline(true)
  await page.getByLabel('Choose a photo from this device').setInputFiles(await aFile())
  await expect(page.getByRole('img', { name: 'The photo that you took' })).toBeVisible()
  await patient.reads('This photo is good.')
  await inspect(patient, 'a photo that was taken')
  await patient.press('Use this photo')
  await patient.reads('Waits for the line')
  await expect(page.getByRole('button', { name: 'From afar on its way' })).toBeVisible()
  // Whoever signs out now is told what it would cost.
  await patient.press('Sign out')
  await patient.reads('One photo is not sent yet')
  await inspect(patient, 'leaving a photo behind')
  await patient.press('Stay signed in')
  expect(await keptInPlain(page)).toBe(false)
  const address = page.url()
  const context = page.context()
  await page.close()
  await context.setOffline(false)
  const next = await context.newPage()
  await next.goto(address)
  return new Person(patient.name, next)
}

/** Whether this device keeps the photograph, or what is said of it, for anybody to look at. */
const keptInPlain = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const request = indexedDB.open('visita-outbox')
    const db = await new Promise<IDBDatabase>((resolve) => {
      request.addEventListener('success', () => resolve(request.result))
    })
    const all = db.transaction('photos').objectStore('photos').getAll()
    await new Promise((resolve) => {
      all.addEventListener('success', resolve)
    })
    const texts = JSON.stringify(all.result, (_key, value: unknown) =>
      value instanceof ArrayBuffer
        ? String.fromCharCode(...new Uint8Array(value).subarray(0, 60_000))
        : value,
    )
    db.close()
    return all.result.length === 0 || /JFIF|overview|takenAt/.test(texts)
  })
