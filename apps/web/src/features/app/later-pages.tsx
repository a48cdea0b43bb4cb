import { later } from '../../ui/index.ts'
import { Loading, Unreachable } from './Interludes.tsx'

/* The pages of those who have or make an account: whoever comes with a name only does without their script. */

const stands = { loading: Loading, failed: () => <Unreachable retry={() => location.reload()} /> }

export const Joining = later(async () => (await import('../joining/index.ts')).Joining, stands)
export const SignUp = later(async () => (await import('../joining/index.ts')).SignUp, stands)
export const SecondFactor = later(
  async () => (await import('../second-factor/index.ts')).SecondFactor,
  stands,
)
export const Home = later(async () => (await import('../home/index.ts')).Home, stands)
