import { exportToBlob } from '@excalidraw/excalidraw'
import type { BinaryFiles } from '@excalidraw/excalidraw/types'
import type { BoardElement, FileId } from '@visita/protocol'
import type { PictureMaker } from './board-model.ts'
import { readDataUrl } from './data-url.ts'
import { toBinaryFile, toExcalidraw } from './excalidraw-types.ts'

const SIDE = 2_560
const PAPER = '#ffffff'
/** As base64 it then stays within what the record takes (keepBoardRequestSchema). */
const PNG_BYTES = 12 * 1024 ** 2

/** The board flattened to one PNG, at most 2,560 pixels a side; small drawings are drawn at double size. */
export const drawPicture: PictureMaker = async (elements, image) => {
  const files = await filesOf(elements, image)
  let png = await flatten(elements, files, SIDE)
  // Many colourful photos compress badly; a smaller picture of them is better kept than none.
  for (let side = SIDE / 2; png.size > PNG_BYTES; side /= 2) png = await flatten(elements, files, side)
  const url = await readDataUrl(png)
  return url.slice(url.indexOf(',') + 1)
}

async function filesOf(
  elements: readonly BoardElement[],
  image: (id: FileId) => Blob | null,
): Promise<BinaryFiles> {
  const files: BinaryFiles = {}
  for (const element of elements) {
    if (element.type !== 'image') continue
    const blob = image(element.fileId)
    const file = blob && (await toBinaryFile(element.fileId, blob))
    if (file) files[file.id] = file
  }
  return files
}

function flatten(elements: readonly BoardElement[], files: BinaryFiles, side: number): Promise<Blob> {
  return exportToBlob({
    elements: toExcalidraw(elements),
    files,
    mimeType: 'image/png',
    exportPadding: 16,
    appState: { exportBackground: true, viewBackgroundColor: PAPER },
    getDimensions: (width: number, height: number) => {
      const scale = Math.min(2, side / Math.max(width, height))
      return { width: width * scale, height: height * scale, scale }
    },
  })
}
