import { BOARD_LIMITS } from '@visita/protocol'

/** The longer side in pixels of an image on the board; larger photos are scaled down to it. */
const BOARD_IMAGE_SIDE = 2_560
const JPEG_QUALITY = 0.9
/** A photo kept as PNG would be ten times the size of the same JPEG. */
const PNG_BYTES = 4 * 1024 ** 2

export interface PreparedImage {
  blob: Blob
  /** Pixels. */
  width: number
  height: number
}

/** The size that fits `side` and keeps the shape; nothing is made larger. */
export function fitWithin(
  { width, height }: { width: number; height: number },
  side: number,
): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/**
 * A copy for the board of any picture that this browser can show, turned upright; the original stays as it
 * is. Re-encoded, so that position and camera data in the file do not travel with it. Null for what is no
 * picture here.
 */
export async function prepareImage(original: Blob): Promise<PreparedImage | null> {
  const bitmap = await createImageBitmap(original).catch(() => null)
  if (!bitmap) return null
  const { width, height } = fitWithin(bitmap, BOARD_IMAGE_SIDE)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context) {
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
  }
  bitmap.close()
  if (!context) return null
  const blob = await encode(canvas, original.type === 'image/png')
  return blob.size > BOARD_LIMITS.imageBytes ? null : { blob, width, height }
}

async function encode(canvas: OffscreenCanvas, lossless: boolean): Promise<Blob> {
  if (lossless) {
    const png = await canvas.convertToBlob({ type: 'image/png' })
    if (png.size <= PNG_BYTES) return png
  }
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
}

/** What the bytes say they are: the type that came with them is the sender's word only. */
export async function imageType(image: Blob): Promise<'image/jpeg' | 'image/png' | null> {
  const [a, b, c, d] = new Uint8Array(await image.slice(0, 4).arrayBuffer())
  if (a === 0xff && b === 0xd8 && c === 0xff) return 'image/jpeg'
  if (a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47) return 'image/png'
  return null
}
