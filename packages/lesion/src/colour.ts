/** CIE L*a*b* under D65. */
export interface Lab {
  readonly l: number
  readonly a: number
  readonly b: number
}

export type Rgb = readonly [number, number, number]

/* IEC 61966-2-1 (sRGB), and CIE 15 for Lab. */
const WHITE: Rgb = [0.95047, 1, 1.08883]
const EPSILON = 216 / 24_389
const KAPPA = 24_389 / 27

/** Light, 0 to 1, of an sRGB value of 0 to 255. */
export function toLinear(value: number): number {
  const part = value / 255
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

/** The sRGB value, 0 to 255, of light from 0 to 1; what is beyond is cut off. */
export function fromLinear(light: number): number {
  const part = Math.min(1, Math.max(0, light))
  return 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)
}

const bend = (part: number): number => (part > EPSILON ? Math.cbrt(part) : (KAPPA * part + 16) / 116)
const unbend = (part: number): number => (part ** 3 > EPSILON ? part ** 3 : (116 * part - 16) / KAPPA)

export function labOfLinear([red, green, blue]: Rgb): Lab {
  const x = bend((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / WHITE[0])
  const y = bend(0.2126729 * red + 0.7151522 * green + 0.072175 * blue)
  const z = bend((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / WHITE[2])
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) }
}

export function linearOfLab({ l, a, b }: Lab): Rgb {
  const y = (l + 16) / 116
  const [x, z] = [unbend(y + a / 500) * WHITE[0], unbend(y - b / 200) * WHITE[2]]
  const light = unbend(y)
  return [
    3.2404542 * x - 1.5371385 * light - 0.4985314 * z,
    -0.969266 * x + 1.8760108 * light + 0.041556 * z,
    0.0556434 * x - 0.2040259 * light + 1.0572252 * z,
  ]
}
