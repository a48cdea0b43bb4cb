import { expect, it } from 'vitest'
import { fitWithin, imageType } from './prepare-image.ts'

const bytes = (...values: number[]): Blob => new Blob([new Uint8Array(values)], { type: 'image/png' })

it('[A12] makes a 12-megapixel photo fit, in its shape, and nothing larger', () => {
  expect(fitWithin({ width: 4_000, height: 3_000 }, 2_560)).toEqual({ width: 2_560, height: 1_920 })
  expect(fitWithin({ width: 3_000, height: 4_000 }, 2_560)).toEqual({ width: 1_920, height: 2_560 })
  expect(fitWithin({ width: 640, height: 480 }, 2_560)).toEqual({ width: 640, height: 480 })
  expect(fitWithin({ width: 100_000, height: 1 }, 2_560)).toEqual({ width: 2_560, height: 1 })
})

it('goes by what the bytes are, not by what the sender calls them', async () => {
  expect(await imageType(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('image/jpeg')
  expect(await imageType(bytes(0x89, 0x50, 0x4e, 0x47))).toBe('image/png')
  expect(await imageType(new Blob(['<svg xmlns='], { type: 'image/png' }))).toBeNull()
  expect(await imageType(new Blob([]))).toBeNull()
})
