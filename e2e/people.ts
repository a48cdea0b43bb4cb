import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test'
import { middleColour, watchPage, whenHeard, whenMoving } from './page-watch.ts'

/** What a person is told about their connection; nothing else on the page reads exactly so. */
const CONNECTED = 'Connected'

/** Somebody in front of a page, who knows it by its visible names alone. */
export class Person {
  readonly name: string
  readonly page: Page

  constructor(name: string, page: Page) {
    this.name = name
    this.page = page
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  press(name: string | RegExp): Promise<void> {
    return this.button(name).click()
  }

  /** Sees this text somewhere on the page. */
  async reads(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).first()).toBeVisible()
  }

  async identifies(): Promise<void> {
    await this.page.goto('/')
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name)
    await this.press('Continue')
  }

  async turnsOnDevices(): Promise<void> {
    await this.press('Turn on camera and microphone')
    await this.press('Go to the people here')
  }

  /** The row of another person in the list of people. */
  rowOf(other: { name: string }): Locator {
    return this.page.getByRole('listitem').filter({ hasText: other.name })
  }

  calls(other: { name: string }): Promise<void> {
    return this.press(`Call ${other.name}`)
  }

  answers(): Promise<void> {
    return this.press('Answer')
  }

  async isConnected(): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: CONNECTED })).toHaveText(CONNECTED, {
      timeout: 20_000,
    })
  }

  pictureOf(other: { name: string }): Locator {
    return this.page.getByLabel(`Picture of ${other.name}`, { exact: true })
  }

  secondCameraOf(other: { name: string }): Locator {
    return this.page.getByLabel(`Second camera of ${other.name}`, { exact: true })
  }

  screenOf(other: { name: string }): Locator {
    return this.page.getByLabel(`Screen of ${other.name}`, { exact: true })
  }

  sees(other: { name: string }): Promise<void> {
    return seesMotion(this.pictureOf(other))
  }

  hears(other: { name: string }): Promise<void> {
    return this.pictureOf(other).evaluate(whenHeard)
  }

  /** Opens chat, files or devices, unless that is open already; its button may carry a count of news. */
  async opens(panel: 'Chat' | 'Files' | 'Camera and sound'): Promise<void> {
    const button = this.button(new RegExp(`^${panel}( \\d\\+?)?$`))
    if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
  }

  async writes(text: string): Promise<void> {
    await this.opens('Chat')
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text)
    await this.press('Send')
  }

  async hasRead(text: string): Promise<void> {
    await this.opens('Chat')
    await expect(this.page.getByRole('log', { name: 'Chat' }).getByText(text, { exact: true })).toBeVisible()
  }

  /** `files` are paths, or contents with a name. */
  async sends(...files: SentFile[]): Promise<void> {
    await this.opens('Files')
    const chooser = this.page.waitForEvent('filechooser')
    await this.press('Choose files')
    const paths = files.filter((file) => typeof file === 'string')
    const contents = files.filter((file) => typeof file !== 'string')
    await (await chooser).setFiles(paths.length > 0 ? paths : contents)
  }

  /** The card of a file in the panel of files. */
  fileCard(name: string | RegExp): Locator {
    return this.page.getByRole('list', { name: 'Files' }).getByRole('listitem').filter({ hasText: name })
  }

  async opensBoard(): Promise<void> {
    await this.press(/^Board( 1)?$/)
    await this.hasPen()
  }

  /** The board is ready, which on a busy machine takes a while, and the pen is taken up. */
  async hasPen(): Promise<void> {
    await expect(this.button('Draw')).toHaveAttribute('aria-pressed', 'true', { timeout: 30_000 })
  }

  /** Draws a stroke on the open board, from and to fractions of its width and height. */
  async draws(from: Fraction, to: Fraction): Promise<void> {
    const { mouse } = this.page
    await this.hasPen()
    const [start, end] = [await this.#onBoard(from), await this.#onBoard(to)]
    await mouse.move(start.x, start.y)
    await mouse.down()
    await mouse.move(end.x, end.y, { steps: 12 })
    await mouse.up()
  }

  /** Writes a note on the open board, and takes up the pen again. */
  async notes(text: string, at: Fraction): Promise<void> {
    await this.press('Write')
    const { x, y } = await this.#onBoard(at)
    await this.page.mouse.click(x, y)
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Escape')
    await this.press('Draw')
  }

  async #onBoard([across, down]: Fraction): Promise<{ x: number; y: number }> {
    const box = await this.page.getByRole('region', { name: /^Drawing area/ }).boundingBox()
    if (!box) throw new Error('The board is not shown')
    return { x: box.x + across * box.width, y: box.y + down * box.height }
  }

  ends(): Promise<void> {
    return this.press('End visit')
  }

  async readsTitle(title: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible({
      timeout: 20_000,
    })
  }
}

/** Parts of the drawing area's width and height, from 0 to 1. */
type Fraction = readonly [across: number, down: number]

export type SentFile = string | { name: string; mimeType: string; buffer: Buffer }

export interface Setup {
  context?: BrowserContextOptions
  /** Prepares the page before it is opened. */
  before?: (page: Page) => Promise<void>
}

/** Somebody whose page is not open yet. */
export async function aPerson(
  browser: Browser,
  name: string,
  { context: options, before }: Setup = {},
): Promise<Person> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  // First the doubles and then the watch, which then sees what they give.
  await before?.(page)
  await page.addInitScript(watchPage)
  return new Person(name, page)
}

/** Somebody who has said their name and has camera and microphone on. */
export async function aPersonInTheLobby(browser: Browser, name: string, setup?: Setup): Promise<Person> {
  const person = await aPerson(browser, name, setup)
  await person.identifies()
  await person.turnsOnDevices()
  await expect(person.page.getByRole('heading', { name: 'People here' })).toBeVisible()
  return person
}

/** The first calls the second, who answers; both are connected. */
export async function meet(caller: Person, callee: Person): Promise<void> {
  await caller.calls(callee)
  await callee.answers()
  await Promise.all([caller.isConnected(), callee.isConnected()])
}

/** A patient and a doctor who see each other; the patient has called. */
export async function aVisit(
  browser: Browser,
  { patient: ofPatient, doctor: ofDoctor }: { patient?: Setup; doctor?: Setup } = {},
): Promise<{ patient: Person; doctor: Person }> {
  const doctor = await aPersonInTheLobby(browser, 'Doctor Adaeze Okonkwo', ofDoctor)
  const patient = await aPersonInTheLobby(browser, 'Johanna Beispiel', ofPatient)
  await meet(patient, doctor)
  return { patient, doctor }
}

/** A video shows frames, and they change. */
export async function seesMotion(video: Locator): Promise<void> {
  await video.evaluate(whenMoving)
}

/** A video shows this colour, as red, green and blue; compression shifts it a little. */
export async function showsColour(video: Locator, colour: readonly number[]): Promise<void> {
  const distance = async (): Promise<number> => {
    const seen = await video.evaluate(middleColour)
    return Math.max(...colour.map((part, index) => Math.abs(part - (seen[index] ?? 0))))
  }
  await expect.poll(distance, { message: `the colour ${colour.join()}` }).toBeLessThan(60)
}
