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
