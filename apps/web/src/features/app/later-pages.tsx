import { later } from '../../ui/index.ts'
import { Loading, Unreachable } from './Interludes.tsx'

/* What whoever comes with a name only does without, and what comes after the visit. */

const stands = { loading: Loading, failed: () => <Unreachable retry={() => location.reload()} /> }

export const SignIn = later(async () => (await import('../sign-in/index.ts')).SignIn, stands)
export const Joining = later(async () => (await import('../joining/index.ts')).Joining, stands)
export const SignUp = later(async () => (await import('../joining/index.ts')).SignUp, stands)
/** A door more: where its script does not come, the others are still there. */
export const HospitalDoor = later(async () => (await import('../hospital/index.ts')).HospitalDoor, {
  loading: () => null,
  failed: () => null,
})
export const SecondFactor = later(
  async () => (await import('../second-factor/index.ts')).SecondFactor,
  stands,
)
export const Home = later(async () => (await import('../home/index.ts')).Home, stands)
export const Expected = later(async () => (await import('../asking/index.ts')).Expected, stands)
export const AtTheDoor = later(async () => (await import('../door/index.ts')).AtTheDoor, stands)
/** Nothing is in its place: it is seldom there. */
export const OpenRecords = later(async () => (await import('../home/index.ts')).OpenRecords, {
  loading: () => null,
  failed: () => null,
})
/** `VisitDoor` fetches it during the visit: what ends the visit may be the line. */
export const Ended = later(async () => (await import('../ended/index.ts')).Ended, stands)
