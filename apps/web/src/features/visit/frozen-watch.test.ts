import { expect, it } from 'vitest'
import { FrozenWatch } from './frozen-watch.ts'

type Look = [moved: boolean, decoded: number | null]

/** Looks once for each pair of whether the element moved and how many frames were decoded. */
async function reattachedAfter(...looks: Look[]): Promise<number> {
  let now = looks[0]
  let reattached = 0
  const watch = new FrozenWatch({
    hasMoved: () => now?.[0] ?? false,
    decoded: async () => now?.[1] ?? null,
    reattach: () => (reattached += 1),
  })
  for (now of looks) await watch.look()
  return reattached
}

it('[B6] a picture that stands still while frames are decoded is attached anew', async () => {
  expect(await reattachedAfter([true, 10], [false, 40], [false, 70])).toBe(1)
})

const LEFT_ALONE: Record<string, Look[]> = {
  moves: [
    [true, 10],
    [true, 40],
    [true, 70],
  ],
  'moves again by itself': [
    [true, 10],
    [false, 40],
    [true, 70],
    [false, 100],
  ],
  'stands still because nothing comes': [
    [true, 10],
    [false, 10],
    [false, 10],
  ],
  'is not known of': [
    [true, null],
    [false, null],
    [false, null],
  ],
}

it.each(Object.entries(LEFT_ALONE))('[B6] one that %s is left alone', async (_why, looks) => {
  expect(await reattachedAfter(...looks)).toBe(0)
})
