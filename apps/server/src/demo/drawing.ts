import { aShot, photograph, type Scene } from '@visita/lesion/synthetic'
import sharp from 'sharp'

/** What is photographed of one course, each time a little differently. */
export interface Drawn {
  scene: Scene
  /** Millimetres across the picture. */
  acrossMm: number
  /** The same gives the same picture. */
  seed: number
}

/** Drawn at half of its size: to draw takes most of the demo's start. */
const [WIDTH, HEIGHT] = [400, 300]

/** A JPEG of 800 by 600 pixels, as a telephone would send it. */
export async function drawnPhoto({ scene, acrossMm, seed }: Drawn): Promise<Buffer> {
  const withMarker = scene.marker !== null
  const { pixels } = photograph(
    scene,
    aShot(seed, {
      width: WIDTH,
      height: HEIGHT,
      acrossMm,
      blur: 0.4,
      ...(withMarker ? {} : { lookAt: { x: 0, y: 0 } }),
    }),
  )
  return sharp(pixels.data, { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .removeAlpha()
    .resize({ width: 2 * WIDTH, height: 2 * HEIGHT })
    .jpeg({ quality: 88 })
    .toBuffer()
}
