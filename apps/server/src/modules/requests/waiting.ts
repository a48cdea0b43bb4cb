import type { PersonId } from '@visita/protocol'
import type { WaitingRequest } from './repository.ts'

/** Until there are visits to learn from. */
const USUAL_VISIT_MS = 10 * 60_000

/** Two requests compete when one doctor could take either. */
const compete = (a: WaitingRequest, b: WaitingRequest): boolean =>
  a.doctorId === null || b.doctorId === null || a.doctorId === b.doctorId

/** Where a request stands among those that compete with it, from 1; `waiting` in the order of the queue. */
export function placeOf(request: WaitingRequest, waiting: readonly WaitingRequest[]): number {
  const before = waiting.slice(
    0,
    Math.max(
      0,
      waiting.findIndex(({ id }) => id === request.id),
    ),
  )
  return 1 + before.filter((other) => compete(other, request)).length
}

/**
 * Milliseconds until the request's turn: those before it shared among the doctors who are here, each visit as long
 * as the median of the last ones. Null while nobody is here who could take it.
 */
export function expectedWait(
  request: WaitingRequest,
  place: number,
  {
    doctorsHere,
    visitMs,
  }: { doctorsHere: readonly { id: PersonId; busy: boolean }[]; visitMs: readonly number[] },
): number | null {
  const fitting = doctorsHere.filter(({ id }) => request.doctorId === null || request.doctorId === id)
  if (fitting.length === 0) return null
  const visit = medianOf(visitMs) ?? USUAL_VISIT_MS
  const busy = fitting.filter((doctor) => doctor.busy).length
  // On average half of each visit that goes on is over.
  return Math.round((visit * (place - 1 + busy / 2)) / fitting.length)
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}
