import type { Page } from '@playwright/test'
import type { Person } from '../e2e/people.ts'

declare global {
  /** When frames of the other person were presented, in epoch milliseconds. */
  var frameTimes: number[]
}

/** A picture that stands still for longer, in milliseconds, has stopped; a busy machine drops frames for less. */
const STOPPED = 500
/** The picture is back when it has moved on by this many frames. */
const FRAMES = 5
/** And goes on for so long, in milliseconds. */
const STEADY = 2_000

/** Notes from now on when `person` is shown a frame of the `other`, whatever element it is shown by. */
export async function watchFrames(person: Person, other: Person): Promise<void> {
  await person.page.evaluate(noteFrames, `Picture of ${other.name}`)
}

/**
 * Resolves with the milliseconds from `since`, in epoch milliseconds, until the picture moved again for good: the
 * fifth frame after its last stop. 0 where it never stopped.
 */
export async function pictureBack(person: Person, since: number): Promise<number> {
  const handle = await person.page.waitForFunction(
    whenBack,
    { since, stopped: STOPPED, frames: FRAMES, steady: STEADY },
    { polling: 100, timeout: 60_000 },
  )
  return Math.round((await handle.jsonValue())?.back ?? Number.NaN)
}

/** What this page was shown from `since`, in epoch milliseconds, until now; after `watchFrames`. */
export function framesSince(page: Page, since: number): Promise<{ perSecond: number; longestGap: number }> {
  return page.evaluate((from) => {
    const now = performance.timeOrigin + performance.now()
    const times = frameTimes.filter((time) => time >= from)
    const gaps = [...times, now].map((time, index) => time - (times[index - 1] ?? from))
    return { perSecond: (1_000 * times.length) / (now - from), longestGap: Math.max(...gaps) }
  }, since)
}

/* These run in the page: they use nothing outside themselves. */

function noteFrames(label: string): void {
  globalThis.frameTimes = []
  let watched: HTMLVideoElement | null = null
  const note = (video: HTMLVideoElement): void => {
    frameTimes.push(performance.timeOrigin + performance.now())
    video.requestVideoFrameCallback(() => note(video))
  }
  // A new connection may bring a new element.
  setInterval(() => {
    const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`)
    if (!video || video === watched) return
    watched = video
    video.requestVideoFrameCallback(() => note(video))
  }, 50)
}

function whenBack({
  since,
  stopped,
  frames,
  steady,
}: {
  since: number
  stopped: number
  frames: number
  steady: number
}): { back: number } | null {
  const now = performance.timeOrigin + performance.now()
  const times = frameTimes.filter((time) => time <= now)
  if (now - (times.at(-1) ?? 0) > stopped || now < since + steady) return null
  const restart = times.findLastIndex((time, index) => time - (times[index - 1] ?? 0) > stopped)
  const [first = 0, fifth] = [times[restart], times[restart + frames - 1]]
  if (first < since) return { back: 0 }
  return fifth === undefined || now < first + steady ? null : { back: fifth - since }
}
