import { MIME_TYPES } from '@excalidraw/excalidraw'
import type { RemoteExcalidrawElement } from '@excalidraw/excalidraw/data/reconcile'
import type {
  ExcalidrawFreeDrawElement,
  FileId as ExcalidrawFileId,
} from '@excalidraw/excalidraw/element/types'
import type { BinaryFileData, DataURL } from '@excalidraw/excalidraw/types'
import type { LiveStroke } from '@visita/call'
import type { BoardElement, FileId } from '@visita/protocol'
import { readDataUrl } from './data-url.ts'
import { imageType } from './prepare-image.ts'

/* Excalidraw brands strings and arrays that it has checked itself. Ours were parsed by the board's schema,
   which holds exactly the fields of these types: the assertions are gathered here. */
/* oxlint-disable typescript/no-unsafe-type-assertion */

/** Copies, because Excalidraw changes elements in place. */
export function toExcalidraw(elements: readonly BoardElement[]): RemoteExcalidrawElement[] {
  return structuredClone(elements) as unknown as RemoteExcalidrawElement[]
}

export const excalidrawFileId = (id: FileId): ExcalidrawFileId => id as string as ExcalidrawFileId

/** Null for bytes that are neither JPEG nor PNG. */
export async function toBinaryFile(id: FileId, image: Blob): Promise<BinaryFileData | null> {
  const type = await imageType(image)
  if (!type) return null
  const dataURL = (await readDataUrl(new Blob([image], { type }))) as DataURL
  const mimeType = type === MIME_TYPES.png ? MIME_TYPES.png : MIME_TYPES.jpg
  return { id: excalidrawFileId(id), mimeType, dataURL, created: 0 }
}

/** As much of a free drawing as its outline depends on. */
export function toFreeDraw({ points, pressures, width }: LiveStroke): ExcalidrawFreeDrawElement {
  return {
    type: 'freedraw',
    points,
    pressures: pressures ?? [],
    simulatePressure: pressures === null,
    strokeWidth: width,
    lastCommittedPoint: null,
  } as unknown as ExcalidrawFreeDrawElement
}
