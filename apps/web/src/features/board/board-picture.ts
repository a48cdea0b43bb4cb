import { exportToBlob } from '@excalidraw/excalidraw'
import type { BinaryFiles } from '@excalidraw/excalidraw/types'
import { toBinaryFile, toExcalidraw } from './excalidraw-types.ts'
import type { PictureMaker } from './board-model.ts'

const SIDE = 2_560
const PAPER = '#ffffff'

/** The board flattened to one PNG, at most 2,560 pixels a side; small drawings are drawn at double size. */
export const drawPicture: PictureMaker = async (elements, image) => {
  const files: BinaryFiles = {}
  for (const element of elements) {
    const blob = element.type === 'image' ? image(element.fileId) : null
    const file = blob && element.type === 'image' && (await toBinaryFile(element.fileId, blob))
    if (file) files[file.id] = file
  }
  return exportToBlob({
    elements: toExcalidraw(elements),
    files,
    mimeType: 'image/png',
    exportPadding: 16,
    appState: { exportBackground: true, viewBackgroundColor: PAPER },
    getDimensions: (width: number, height: number) => {
      const scale = Math.min(2, SIDE / Math.max(width, height))
      return { width: width * scale, height: height * scale, scale }
    },
  })
}
