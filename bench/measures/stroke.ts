import type { Page } from '@playwright/test'
import { lastInput, type Lab, type Pair } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { whenDrawn } from '../probe.ts'
import { atMost, atMostTimes, rowOf, type Row, type Subject } from '../result.ts'
import type { Site } from '../site.ts'

const BEFORE = 200
const delay = { unit: 'ms', bar: atMost(20, 'ms') }
const onEmpty = { name: 'stroke → first visible point on the other board, empty', ...delay }
const onFull = { name: `stroke → first visible point on the other board, ${BEFORE} strokes`, ...delay }
const batch = {
  name: `largest batch of a growing stroke, ${BEFORE} strokes on the board`,
  unit: 'bytes',
  bar: atMost(200, 'bytes'),
}
/* Sent once, when the pen is lifted. A stroke of two points, so its size is that of what surrounds the points. */
const whole = {
  name: `finished stroke, ${BEFORE} strokes on the board`,
  unit: 'bytes',
  bar: atMostTimes(1.1),
}

interface Sample {
  empty: StrokeSample
  full: StrokeSample
}

interface StrokeSample {
  delay: number
  /** Of its largest batch of points. */
  batchBytes: number
  /** Of the message that carries the finished stroke; null where there is none. */
  finishedBytes: number | null
}

const sample = (lab: Lab, site: Site): Promise<Sample> =>
  lab.withCall(site, async (pair) => {
    await Promise.all([site.openBoard(pair.caller), site.openBoard(pair.callee)])
    const empty = await measuredStroke(pair, site, 0)
    for (let index = 1; index < BEFORE; index += 1)
      await stroke(pair.caller, await placeOf(pair.caller, site, index))
    return { empty, full: await measuredStroke(pair, site, BEFORE) }
  })

async function measuredStroke(pair: Pair, site: Site, index: number): Promise<StrokeSample> {
  const timed = await timedStroke(pair, site, index)
  const { growing, finished } = site.strokeMessages
  const wanted = { channel: site.boardChannel, growing, finished, from: timed.from }
  // The finished stroke is sent after the pen is up, a moment later than its first point is seen.
  const sent = await pair.caller.waitForFunction((what) => {
    const since = probe.sent.filter(({ channel, at }) => channel === what.channel && at >= what.from)
    const batches = since.filter(({ type }) => what.growing.includes(type)).map(({ bytes }) => bytes)
    const last = since.find(({ type }) => type !== null && type === what.finished)
    if (what.finished !== null && !last) return null
    return { batchBytes: Math.max(...batches), finishedBytes: last?.bytes ?? null }
  }, wanted)
  const measured = await sent.jsonValue()
  if (!measured) throw new Error('no stroke was sent')
  return { delay: timed.delay, ...measured }
}

async function timedStroke(
  { caller, callee }: Pair,
  site: Site,
  index: number,
): Promise<{ from: number; delay: number }> {
  const drawn = callee.evaluate(whenDrawn, { selector: site.boardCanvas, ...gridPoint(index) })
  await stroke(caller, await placeOf(caller, site, index))
  const from = await lastInput(caller, 'pointerdown')
  return { from, delay: (await drawn) - from }
}

async function stroke(page: Page, { x, y }: Point): Promise<void> {
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 8, y)
  await page.mouse.up()
}

interface Point {
  x: number
  y: number
}

/** Every stroke on a place of its own, in CSS pixels of the canvas. */
const gridPoint = (index: number): Point => ({
  x: 110 + (index % 20) * 20,
  y: 150 + Math.floor(index / 20) * 20,
})

async function placeOf(page: Page, site: Site, index: number): Promise<Point> {
  const box = await page.locator(site.boardCanvas).boundingBox()
  const { x, y } = gridPoint(index)
  return { x: (box?.x ?? 0) + x, y: (box?.y ?? 0) + y }
}

export const strokes: Measure = {
  subjects: [onEmpty, onFull, batch, whole],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    const row = (subject: Subject, value: (sample: Sample) => number): Row =>
      rowOf(subject, ours.map(value), { name: lab.reference.name, samples: reference.map(value) })
    return [
      row(onEmpty, ({ empty }) => empty.delay),
      row(onFull, ({ full }) => full.delay),
      row(batch, ({ full }) => full.batchBytes),
      rowOf(
        whole,
        ours.map(({ full }) => full.finishedBytes).filter((bytes) => bytes !== null),
        {
          name: 'the same on an empty board',
          samples: ours.map(({ empty }) => empty.finishedBytes).filter((bytes) => bytes !== null),
        },
      ),
    ]
  },
}
