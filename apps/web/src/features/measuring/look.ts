import { findMarker, proposedOutline, type Marker, type Pixels, type Point } from '@visita/lesion'
import { withFewer } from './drawing.ts'
import { pixelsOf } from '../photos/look-at.ts'

/** A photograph whose pixels are here, with the marker that is to be seen whole on it. */
export interface LookedAt {
  marker: Marker | null
  /** The border of what is at a place, for the doctor to correct; null where it is not told from the skin. */
  propose: (inside: Point) => Promise<readonly Point[] | null>
}

/**
 * Fetches and looks at a photograph. Each step is let run only after the page has drawn itself: the steps are a
 * fraction of a second each, and a worker cannot be had, since the content policy lets no script make an address.
 */
export async function lookAt(address: string): Promise<LookedAt> {
  const pixels = await pixelsAt(address)
  await drawn()
  const marker = findMarker(pixels)
  return {
    marker,
    propose: async (inside) => {
      await drawn()
      const outline = proposedOutline(pixels, marker, inside)
      return outline && withFewer(outline, 0.7)
    },
  }
}

async function pixelsAt(address: string): Promise<Pixels> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`the photograph answered ${answer.status}`)
  const bitmap = await createImageBitmap(await answer.blob())
  try {
    return pixelsOf(bitmap, bitmap.width, bitmap.height)
  } finally {
    bitmap.close()
  }
}

const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve())))
