import { faultsOf, type Pixels } from '@visita/lesion'
import type { PhotoFault, Slot } from '@visita/protocol'

/** As large as is looked at: more would change no finding, and take an old telephone seconds. */
const LONG_SIDE = 1600

/** In which of them the marker is asked for. */
export const wantsMarker = (slot: Slot): boolean => slot === 'scale'

/** What is wrong with a photograph. Rejects for a file that this browser shows no picture of. */
export async function faultsIn(photo: Blob, slot: Slot): Promise<readonly PhotoFault[]> {
  const bitmap = await createImageBitmap(photo)
  try {
    return faultsOf(pixelsOf(bitmap, bitmap.width, bitmap.height), { withMarker: wantsMarker(slot) })
  } finally {
    bitmap.close()
  }
}

/** What is wrong with what the camera shows now, its size aside: the photograph will be larger. */
export function faultsInView(video: HTMLVideoElement, slot: Slot): readonly PhotoFault[] {
  if (video.videoWidth === 0) return []
  const pixels = pixelsOf(video, video.videoWidth, video.videoHeight)
  return faultsOf(pixels, { withMarker: wantsMarker(slot) }).filter((fault) => !fault.endsWith('small'))
}

/** With the longer side at most as long as what is looked at. */
export function pixelsOf(picture: CanvasImageSource, width: number, height: number): Pixels {
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height))
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('no canvas')
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { width: canvas.width, height: canvas.height, data }
}
