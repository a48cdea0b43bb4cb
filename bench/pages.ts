import type { Site } from './site.ts'

/** Our pages, by the names that a person sees. */
export const oursSite = (url: string): Site => ({
  name: 'ours',
  url,
  arrival: (name) => [{ fill: 'name', text: name }, { press: 'Continue|Enter|Join' }],
  arrived: (page) => page.getByRole('heading', { name: 'People here' }).waitFor(),
  ring: (name) => ({ press: `^Call ${name}` }),
  accept: () => ({ press: '^(Accept|Answer)' }),
  openChat: async (page) => {
    await page.getByRole('button', { name: /^Chat/ }).click()
    await page.getByRole('textbox', { name: /message/i }).click()
  },
  sendFile: async (page, path) => {
    await page.getByRole('button', { name: /^Files/ }).click()
    await page.locator('input[type=file]').setInputFiles(path)
  },
  watchFiles: (page) => page.getByRole('button', { name: /^Files/ }).click(),
  fileArrivedText: 'Received',
  openBoard: async (page) => {
    await page.getByRole('button', { name: /^Board/ }).click()
    await page.locator('canvas.static').waitFor()
  },
  boardCanvas: 'canvas.static',
  boardChannel: 'board',
})
