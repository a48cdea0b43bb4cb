import { expect, test } from './fixtures.ts'

test('the page opens, from one host, without an error', async ({ page, server }) => {
  const hosts = new Set<string>()
  const errors: string[] = []
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/')
  await expect(page.getByRole('textbox')).toBeVisible()
  expect(Array.from(hosts)).toEqual([server.url])
  expect(errors).toEqual([])
})

test('[B6] what nobody was prepared for is said in plain words, never in its own', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('textbox')).toBeVisible()
  await page.evaluate(() => void Promise.reject(new TypeError('raw words')))
  await expect(page.getByRole('alert')).toContainText('Something on this page did not work.')
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)

  // The own picture cannot be drawn without it.
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'MediaStream', { value: null })
  })
  await page.reload()
  await page.getByRole('textbox', { name: 'Your name' }).fill('Johanna Beispiel')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click()
  await expect(page.getByRole('alert')).toContainText('This page has stopped working')
  await expect(page.getByRole('button', { name: 'Load the page again' })).toBeVisible()
  await expect(page.getByText('is not a constructor')).toHaveCount(0)
})
