import type { Page } from '@playwright/test'

/** What the measures do on a page, the same on the reference and on ours. */
export interface Site {
  /** As it stands in the result. */
  readonly name: string
  readonly url: string
  /** Presses and inputs that lead from the opened page to being callable, for the page's autopilot. */
  arrival(name: string): Step[]
  /** Resolves when others can call this page. */
  arrived(page: Page): Promise<void>
  ring(name: string): Step
  accept(): Step
  /** Leaves the cursor in the box for chat. */
  openChat(page: Page): Promise<void>
  /** Picks a file to send; the page sends it at once. */
  sendFile(page: Page, path: string): Promise<void>
  /** Has the receiving page ready for a file. */
  watchFiles(page: Page): Promise<void>
  /** What the receiving page says when it has a file whole: a part of the text. */
  readonly fileArrivedText: string
  openBoard(page: Page): Promise<void>
  /** CSS selector of the canvas on which the other person's strokes appear. */
  readonly boardCanvas: string
  /** Label of the data channel that carries strokes. */
  readonly boardChannel: string
  /** `type`s of its messages: those of a stroke under the pen, and the one of a stroke that is done. */
  readonly strokeMessages: { growing: (string | null)[]; finished: string | null }
}

/** A control found by its visible name, a regular expression's source. */
export type Step = { press: string } | { fill: string; text: string }
