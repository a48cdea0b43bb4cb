import { expect, test } from 'vitest'
import { CELLS, isBlack, markerSvg } from './marker.ts'

test('[X4] what is printed is the marker that is looked for', async () => {
  await expect(markerSvg()).toMatchFileSnapshot('../../../apps/web/public/marker.svg')
})

test('[X4] no turn of the marker is nearly another', () => {
  const cells = Array.from({ length: CELLS ** 2 }, (_, at) => [at % CELLS, Math.floor(at / CELLS)] as const)
  let turned = isBlack
  for (let quarter = 1; quarter < 4; quarter += 1) {
    const before = turned
    turned = (column, row) => before(row, CELLS - 1 - column)
    const differing = cells.filter(([column, row]) => isBlack(column, row) !== turned(column, row))
    expect(differing.length).toBeGreaterThanOrEqual(6)
  }
})
