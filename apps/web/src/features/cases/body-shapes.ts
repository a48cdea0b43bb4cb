import { BODY_SITES } from '@visita/clinical'

export type View = 'front' | 'back'
export type Point = readonly [x: number, y: number]

/** One place of the body as it is drawn in one view. */
export interface Shape {
  code: string
  points: readonly Point[]
}

/**
 * Corners as `x,y`; x from the middle of the body towards the right of the picture, y from the crown down, the whole
 * body 257 high. What there is of both sides is written once, for the right of the picture.
 */
type Corners = Readonly<Record<string, string>>

/** Seen alike from both sides. */
const BOTH: Corners = {
  ear: '13.2,19 16,20 15.5,27 13,28',
  shoulder: '8,45 14,44 26,48 31,56 30,62 24,60 20,50',
  wrist: '35,122 41,120 42,126 36,128',
  fingers: '38,141 45,138 46,152 40,153',
  ankle: '10,228 18,226 18,235 10,236',
}

const FRONT: Corners = {
  ...BOTH,
  'scalp-vertex': '-9,5 0,2 9,5 6,7 -6,7',
  'scalp-frontal': '-11,11 -9,5.5 -6,7 6,7 9,5.5 11,11 0,10',
  'scalp-temporal': '11,11 13,14 13.5,19 11.2,18.5',
  forehead: '-11,11 0,10 11,11 11,18.5 -11,18.5',
  eyelid: '3,19 10,19 10,22.5 3,22.5',
  nose: '-3,19 3,19 4,28 -4,28',
  cheek: '4,23 12.5,20 12.5,28 9,34 5.5,33 5,29 4,28',
  lip: '-5,29 5,29 5.5,33 -5.5,33',
  chin: '-9,34 -5.5,33 5.5,33 9,34 5,38.5 -5,38.5',
  'neck-front': '-7,38.5 7,38.5 8,45 -8,45',
  chest: '0,46 8,45 20,50 22,62 0,62',
  breast: '0,62 22,62 22,78 0,78',
  axilla: '21,54 24,60 26,63 24,72 22,72',
  'abdomen-upper': '-16,78 16,78 16,92 -16,92',
  'abdomen-lower': '-16,92 16,92 15,112 3,117 -3,117 -15,112',
  umbilicus: '0,92.5 2.5,95.5 0,98.5 -2.5,95.5',
  flank: '16,78 22,78 20,96 21,108 15,112 16,92',
  hip: '15,112 21,108 24,120 23,128 22,118',
  groin: '3,117 15,112 22,118 8,126 3,124',
  genital: '-3,117 3,117 3,127 -3,127',
  'upper-arm-front': '24,62 31,59 35,84 28,86',
  'elbow-flexure': '28,86 35,84 37,93 30,95',
  'forearm-front': '30,95 37,93 41,120 35,122',
  'hand-palm': '36,128 42,126 45,138 38,141',
  'thigh-front': '2,127 8,126 22,118 23,128 20,174 7,175',
  knee: '7,175 20,174 19,190 8,190',
  shin: '8,190 19,190 18,226 10,228',
  'foot-dorsum': '10,236 18,235 21,245 9,246',
  toes: '9,246 21,245 22,250 8,251',
  toenails: '8,251.5 22,250.5 22,254 9,254.5',
}

const BACK: Corners = {
  ...BOTH,
  'scalp-vertex': '-9,5 0,2 9,5 11,9 -11,9',
  'scalp-occipital': '-11,9 11,9 13,19 10,31 -10,31 -13,19',
  'neck-back': '-8,31 8,31 8,45 -8,45',
  'back-upper': '0,46 8,45 20,50 22,60 22,78 0,78',
  'back-lower': '0,78 16,78 15,108 0,108',
  flank: '16,78 22,78 20,96 21,106 15,108',
  hip: '15,108 21,106 24,120 23,128 19,120',
  buttock: '1.5,108 15,108 19,120 21,131 2.5,131',
  perianal: '-1.5,110 1.5,110 2.5,131 -2.5,131',
  'upper-arm-back': '24,62 31,59 35,84 28,86',
  elbow: '28,86 35,84 37,93 30,95',
  'forearm-back': '30,95 37,93 41,120 35,122',
  'hand-dorsum': '36,128 42,126 45,138 38,141',
  fingernails: '40,153.5 46,152.5 46,156 41,156.5',
  'thigh-back': '2.5,131 21,131 23,128 20,174 7,175',
  popliteal: '7,175 20,174 19,190 8,190',
  calf: '8,190 19,190 18,226 10,228',
  'foot-sole': '10,236 18,235 19,246 9,247',
  toes: '9,247 19,246 20,251 8.5,252',
}

const CORNERS: Readonly<Record<View, Corners>> = { front: FRONT, back: BACK }

/** The places of one view, in the order in which they are painted. Left and right are the patient's. */
export function shapesOf(view: View): Shape[] {
  return BODY_SITES.filter((site) => site.view === 'both' || site.view === view).map(({ code }) => {
    const [, base = code, side] = /^(.*)-(left|right)$/.exec(code) ?? []
    const points = pointsOf(CORNERS[view][base] ?? '')
    // From the front the patient's left is at the right of the picture.
    const isMirrored = side !== undefined && (side === 'left') !== (view === 'front')
    return { code, points: isMirrored ? points.map(([x, y]): Point => [-x, y]) : points }
  })
}

const pointsOf = (corners: string): Point[] =>
  corners
    .split(' ')
    .filter((corner) => corner !== '')
    .map((corner): Point => {
      const [x = 0, y = 0] = corner.split(',').map(Number)
      return [x, y]
    })

/** In the middle of a place. */
export function middleOf({ points }: Shape): Point {
  const sum = points.reduce<Point>(([x, y], [nextX, nextY]) => [x + nextX, y + nextY], [0, 0])
  return [sum[0] / points.length, sum[1] / points.length]
}
