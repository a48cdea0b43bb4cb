import { later } from '../../ui/index.ts'
import { NotLoaded, PageLoading } from './Standins.tsx'

/* Each page's script is fetched when it is first opened. */

const stands = { loading: PageLoading, failed: NotLoaded }

export const AskForVisit = later(async () => (await import('../asking/index.ts')).AskForVisit, stands)
export const Queue = later(async () => (await import('../queue/index.ts')).Queue, stands)
export const MeetingPlace = later(async () => (await import('./MeetingPlace.tsx')).MeetingPlace, stands)
export const Account = later(async () => (await import('../account/index.ts')).Account, stands)
export const People = later(async () => (await import('../people/index.ts')).People, stands)
export const Invite = later(async () => (await import('../people/index.ts')).Invite, stands)
