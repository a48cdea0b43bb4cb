import { later } from '../../ui/index.ts'
import type { PageProps } from './pages.ts'
import { NotLoaded, PageLoading } from './Standins.tsx'

/* Each page's script is fetched when it is first opened. */

const stands = { loading: PageLoading, failed: NotLoaded }

export const AskForVisit = later(async () => (await import('../asking/index.ts')).AskForVisit, stands)
export const Queue = later(async () => (await import('../queue/index.ts')).Queue, stands)
export const MeetingPlace = later(async () => (await import('./MeetingPlace.tsx')).MeetingPlace, stands)
export const Account = later(async () => (await import('../account/index.ts')).Account, stands)
export const People = later(async () => (await import('../people/index.ts')).People, stands)
export const Invite = later(async () => (await import('../people/index.ts')).Invite, stands)
export const VisitLinks = later(async () => (await import('../people/index.ts')).VisitLinks, stands)
export const Patients = later(async () => (await import('../record/index.ts')).Patients, stands)
export const PatientRecord = later(async () => (await import('../record/index.ts')).PatientRecord, stands)
export const PatientVisit = later(async () => (await import('../record/index.ts')).PatientVisit, stands)
export const Intake = later(async () => (await import('../background/index.ts')).Intake, stands)
export const OwnConsents = later(async () => (await import('../consents/index.ts')).OwnConsents, stands)
export const Questionnaire = later(async () => (await import('../scores/index.ts')).Questionnaire, stands)
export const MyCases = later<PageProps>(async () => (await import('../cases/index.ts')).MyCases, stands)
export const PatientCase = later(async () => (await import('../cases/index.ts')).PatientCase, stands)
export const OwnCase = later(async () => (await import('../cases/index.ts')).OwnCase, stands)
export const PatientTimeline = later(
  async () => (await import('../timeline/index.ts')).PatientTimeline,
  stands,
)
export const OwnTimeline = later(async () => (await import('../timeline/index.ts')).OwnTimeline, stands)
export const Capture = later(async () => (await import('../photos/index.ts')).Capture, stands)
export const Measure = later(async () => (await import('../measuring/index.ts')).Measure, stands)
export const Compare = later(async () => (await import('../photos/index.ts')).Compare, stands)
export const NewPhotos = later(async () => (await import('../photos/index.ts')).NewPhotos, stands)
export const OwnRecord = later(async () => (await import('../record/index.ts')).OwnRecord, stands)
export const OwnVisit = later(async () => (await import('../record/index.ts')).OwnVisit, stands)
export const Reviews = later(async () => (await import('../record/index.ts')).Reviews, stands)
export const Readers = later(async () => (await import('../record/index.ts')).Readers, stands)
export const Log = later<PageProps>(async () => (await import('../log/index.ts')).Log, stands)
export const Settings = later<PageProps>(async () => (await import('../settings/index.ts')).Settings, stands)
export const System = later<PageProps>(async () => (await import('../system/index.ts')).System, stands)
