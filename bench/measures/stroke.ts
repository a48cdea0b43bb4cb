import type { Page } from '@playwright/test'
import { lastInput, type Lab, type Pair } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { whenDrawn } from '../probe.ts'
import { atMost, rowOf } from '../result.ts'
import type { Site } from '../site.ts'

const BEFORE = 200
const delay = { unit: 'ms', bar: atMost(20, 'ms') }
const onEmpty = { name: 'stroke → first visible point on the other board, empty', ...delay }
const onFull = { name: `stroke → first visible point on the other board, ${BEFORE} strokes`, ...delay }
const batch = {
  name: `largest batch of a stroke, ${BEFORE} strokes on the board`,
  unit: 'bytes',
  bar: atMost(200, 'bytes'),
}

interface Sample {
  empty: number
  full: number
  batchBytes: number
}

const sample = (lab: Lab, site: Site): Promise<Sample> =>
  lab.withCall(site, async (pair) => {
    await Promise.all([site.openBoard(pair.caller), site.openBoard(pair.callee)])
    const empty = await timedStroke(pair, site, 0)
    for (let index = 1; index < BEFORE; index += 1)
      await stroke(pair.caller, await placeOf(pair.caller, site, index))
    const before = Date.now()
    const full = await timedStroke(pair, site, BEFORE)
    const sent = await pair.caller.evaluate(() => probe.sent)
    const bytes = sent
      .filter(({ channel, at }) => channel === site.boardChannel && at >= before)
      .map((each) => each.bytes)
    return { empty, full, batchBytes: Math.max(...bytes) }
  })

async function timedStroke({ caller, callee }: Pair, site: Site, index: number): Promise<number> {
  const drawn = callee.evaluate(whenDrawn, { selector: site.boardCanvas, ...gridPoint(index) })
  await stroke(caller, await placeOf(caller, site, index))
  return (await drawn) - (await lastInput(caller, 'pointerdown'))
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
  subjects: [onEmpty, onFull, batch],
  run: async (lab) => {
    const { ours, reference } = await lab.interleaved((site) => sample(lab, site))
    return [
      rowOf(
        onEmpty,
        ours.map(({ empty }) => empty),
        { name: lab.reference.name, samples: reference.map(({ empty }) => empty) },
      ),
      rowOf(
        onFull,
        ours.map(({ full }) => full),
        { name: lab.reference.name, samples: reference.map(({ full }) => full) },
      ),
      rowOf(
        batch,
        ours.map(({ batchBytes }) => batchBytes),
        { name: lab.reference.name, samples: reference.map(({ batchBytes }) => batchBytes) },
      ),
    ]
  },
}
