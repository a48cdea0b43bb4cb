import type { RemoteMedia } from '@visita/call'
import type { PersonId, Picture, Shown } from '@visita/protocol'
import type { Size } from '../../ui/index.ts'

/** `alike`: all pictures have one size. `speaker`: who speaks is large. */
export type Arrangement = 'alike' | 'speaker'

export interface Wishes {
  arrangement: Arrangement
  /** The picture that this person has made large for themselves. */
  pinned: Picture | null
  /** The one that a doctor shows large to all. */
  shown: Shown | null
  speaker: PersonId | null
}

export const isSame = (a: Picture, b: Picture): boolean => a.person === b.person && a.role === b.role

/** The camera has its place also while it is off; what is shown beside it comes and goes. */
export function picturesOf(person: PersonId, { tracks, media }: RemoteMedia): Picture[] {
  const extras = (['secondCamera', 'screen'] as const).filter(
    (role) => tracks[role] !== null && media?.[role] === 'live',
  )
  return [{ person, role: 'camera' }, ...extras.map((role) => ({ person, role }))]
}

/** Which of the pictures is large; null where all are alike. What a doctor shows comes before what one wants oneself. */
export function largeOf(
  pictures: readonly Picture[],
  { arrangement, pinned, shown, speaker }: Wishes,
): Picture | null {
  if (pictures.length < 2) return null
  const find = (wanted: Picture | null | undefined): Picture | null =>
    (wanted && pictures.find((picture) => isSame(picture, wanted))) ?? null
  const chosen = find(shown?.picture) ?? find(pinned)
  if (chosen !== null || arrangement === 'alike') return chosen
  const [first = null] = pictures
  return find(speaker === null ? null : { person: speaker, role: 'camera' }) ?? first
}

const GAP = 8
const SHAPE = 4 / 3

/** In how many columns this many pictures of a camera's shape are largest; of equals the fewest. */
export function columnsFor(count: number, { width, height }: Size): number {
  let best = { columns: 1, side: 0 }
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns)
    const across = (width - GAP * (columns - 1)) / columns
    const down = (height - GAP * (rows - 1)) / rows
    const side = Math.min(across, down * SHAPE)
    if (side > best.side) best = { columns, side }
  }
  return best.columns
}

/** Where the small pictures go beside a large one, so that more of it is left. */
export const stripFor = ({ width, height }: Size): 'side' | 'foot' =>
  width > SHAPE * height ? 'side' : 'foot'
