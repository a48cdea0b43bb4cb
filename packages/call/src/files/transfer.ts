import type { DeclineReason, FileId, FileProblem, FilePurpose } from '@visita/protocol'

/** `lost`: the other page was reloaded and no longer has the file; it must be chosen and sent again. */
export type TransferProblem = FileProblem | 'lost'

export type TransferState =
  /** Outgoing: the other side has not answered. Incoming: this person has to decide. */
  | { kind: 'offered' }
  /** `bytes`: stored at the receiver. `bytesPerSecond`: over the last seconds, `null` until it is known. */
  | { kind: 'moving'; bytes: number; bytesPerSecond: number | null }
  | { kind: 'checking' }
  /** Both sides computed this SHA-256. `content` is `null` where the file went straight to disk. */
  | { kind: 'done'; sha256: string; content: Blob | null }
  | { kind: 'declined'; reason: DeclineReason }
  | { kind: 'cancelled'; by: 'self' | 'other' }
  | { kind: 'failed'; problem: TransferProblem }

/** Types that every browser draws without running anything in them. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
])

export function isPicture(mediaType: string): boolean {
  return PICTURES.has(mediaType)
}

/** One file on its way, as the page shows it. `name` is safe to show and to save under. */
export interface Transfer {
  readonly id: FileId
  readonly direction: 'out' | 'in'
  readonly name: string
  readonly size: number
  readonly mediaType: string
  readonly purpose: FilePurpose
  readonly state: TransferState
}

export function isOver({ kind }: TransferState): boolean {
  return kind === 'done' || kind === 'declined' || kind === 'cancelled' || kind === 'failed'
}

/** The state after `next` was reported: what is over stays over, whatever arrives late. */
export function advance(current: TransferState, next: TransferState): TransferState {
  return isOver(current) ? current : next
}

/** Seconds until a moving file is there, `null` while that cannot be said. */
export function secondsLeft({ state, size }: Transfer): number | null {
  if (state.kind !== 'moving' || !state.bytesPerSecond) return null
  return (size - state.bytes) / state.bytesPerSecond
}
