import type { Site } from './site.ts'

/** Our pages, by the names that a person sees. */
export const oursSite = (url: string): Site => ({
  name: 'ours',
  url,
  arrival: (name) => [
    { fill: '^Your name', text: name },
    { press: '^Continue$' },
    { press: '^Turn on camera and microphone$' },
    { press: '^Go to the people here$' },
  ],
  arrived: async (page) => {
    await page.getByRole('heading', { name: 'People here' }).waitFor()
    await page.waitForFunction(() => document.querySelector('video')?.videoWidth)
  },
  ring: (name) => ({ press: `^Call ${name}$` }),
  accept: () => ({ press: '^Answer$' }),
  openChat: async (page) => {
    await page.getByRole('button', { name: /^Chat/ }).click()
    await page.getByRole('textbox', { name: 'Message' }).click()
  },
  sendFile: async (page, path) => {
    await page.getByRole('button', { name: /^Files/ }).click()
    await page.locator('input[type=file]').first().setInputFiles(path)
  },
  watchFiles: (page) => page.getByRole('button', { name: /^Files/ }).click(),
  fileArrivedText: 'complete and unchanged',
  openBoard: async (page) => {
    await page.getByRole('button', { name: /^Board/ }).click()
    await page.locator('canvas.static').waitFor()
  },
  // The overlay: a stroke is seen there before its finished element reaches the drawing itself.
  boardCanvas: 'canvas[data-points]',
  boardChannel: 'board',
  strokeMessages: { growing: ['stroke', 'points'], finished: 'elements' },
})
