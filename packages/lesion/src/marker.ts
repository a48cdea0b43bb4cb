import type { Point } from './pixels.ts'
import type { Quad } from './homography.ts'

/**
 * The marker that a patient prints and lays beside a lesion: a black frame of one cell around four rows of four, on
 * white paper that shows at least one cell wide around it.
 */
export const MARKER_MM = 20
export const CELLS = 6
export const CELL_MM = MARKER_MM / CELLS

/** Black cells are 1. No turn of it is less than six cells away from any other. */
const CODE = ['1011', '0100', '1110', '0010'] as const

export const isBlack = (column: number, row: number): boolean =>
  column === 0 ||
  row === 0 ||
  column === CELLS - 1 ||
  row === CELLS - 1 ||
  CODE[row - 1]?.[column - 1] === '1'

/** In millimetres from its upper left corner. */
export const MARKER_CORNERS: Quad = [
  { x: 0, y: 0 },
  { x: MARKER_MM, y: 0 },
  { x: MARKER_MM, y: MARKER_MM },
  { x: 0, y: MARKER_MM },
]

export const cellMiddle = (column: number, row: number): Point => ({
  x: (column + 0.5) * CELL_MM,
  y: (row + 0.5) * CELL_MM,
})

/** To print, in its true size where the printer does not fit pages to the paper. */
export function markerSvg(): string {
  const cells = Array.from(
    { length: CELLS * CELLS },
    (_, index) => [index % CELLS, Math.floor(index / CELLS)] as const,
  )
  const path = cells
    .filter(([column, row]) => isBlack(column, row))
    .map(([column, row]) => `M${column + 1} ${row + 1}h1v1h-1z`)
    .join('')
  const side = MARKER_MM + 2 * CELL_MM
  const around = CELLS + 2
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}mm" height="${side}mm" viewBox="0 0 ${around} ${around}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${around}v${around}H0z"/><path fill="#000" d="${path}"/></svg>`
  )
}
