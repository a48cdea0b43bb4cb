import { mayEver, type Permission, type Role, type SessionReply } from '@visita/protocol'
import {
  CircleUserRound,
  MessageCircleHeart,
  HardDrive,
  Hourglass,
  Link2,
  ListTree,
  ClipboardPlus,
  Camera,
  Columns2,
  Eye,
  Images,
  Ruler,
  FileHeart,
  FolderHeart,
  ShieldAlert,
  ScrollText,
  SlidersHorizontal,
  UserRoundPlus,
  UsersRound,
  Video,
  type LucideIcon,
} from 'lucide-react'
import type { ComponentType } from 'react'
import type { AppModel } from '../app/app-model.ts'
import type { OutboxModel } from '../photos/outbox-model.ts'
import type { QueueModel } from '../queue/queue-model.ts'
import type { SignedIn } from '../session/session-model.ts'
import type { AccessNews } from './access-news.ts'
import {
  Account,
  AskForVisit,
  Capture,
  Compare,
  Invite,
  Intake,
  Measure,
  MeetingPlace,
  MyCases,
  NewPhotos,
  OwnCase,
  OwnConsents,
  OwnRecord,
  OwnTimeline,
  OwnVisit,
  PatientCase,
  PatientRecord,
  PatientTimeline,
  Patients,
  PatientVisit,
  People,
  Questionnaire,
  Queue,
  Readers,
  Reviews,
  Log,
  Settings,
  System,
  VisitLinks,
} from './later-pages.tsx'

/** What every page of somebody who is signed in is given; the rest it asks of the server itself. */
export interface PageProps {
  model: AppModel
  signedIn: SignedIn
  clinic: SessionReply['clinic']
  /** Those who wait for a visit; it follows them where this person may see them. */
  queue: QueueModel
  /** Access against the rule, as it concerns whoever is signed in. */
  news: AccessNews
  /** Photographs that are on this device and not with the practice yet. */
  outbox: OutboxModel
}

/** A page with an address of its own. */
export interface Page {
  /** As wouter writes it; a page below another, `/patients/:personId`, is not in the navigation. */
  path: string
  /** Whoever may never do this is not shown the page. */
  permission: Permission
  /** `home:pages.TITLE` names it in the navigation, and in the window's title, which must name nobody. */
  title: string
  icon: LucideIcon
  Component: ComponentType<PageProps>
  /** Where more than the permission decides. */
  isThere?: (clinic: SessionReply['clinic']) => boolean
}

/** All of them. The first that somebody may see is where they arrive. */
const PAGES: readonly Page[] = [
  { path: '/waiting', permission: 'request.see_queue', title: 'waiting', icon: Hourglass, Component: Queue },
  {
    path: '/waiting/links',
    permission: 'visit_link.make',
    title: 'visitLinks',
    icon: Link2,
    Component: VisitLinks,
  },
  {
    path: '/ask',
    permission: 'request.make',
    title: 'ask',
    icon: MessageCircleHeart,
    Component: AskForVisit,
  },
  {
    path: '/here',
    permission: 'lobby.enter',
    title: 'here',
    icon: Video,
    Component: MeetingPlace,
    isThere: ({ lobby }) => lobby !== 'off',
  },
  { path: '/cases', permission: 'case.list', title: 'cases', icon: FolderHeart, Component: MyCases },
  {
    path: '/patients',
    permission: 'break_glass.open',
    title: 'patients',
    icon: ClipboardPlus,
    Component: Patients,
  },
  {
    path: '/patients/:personId',
    permission: 'break_glass.open',
    title: 'patient',
    icon: ClipboardPlus,
    Component: PatientRecord,
  },
  {
    path: '/patients/:personId/visits/:visitId',
    permission: 'break_glass.open',
    title: 'pastVisit',
    icon: ClipboardPlus,
    Component: PatientVisit,
  },
  {
    path: '/patients/:personId/cases/:caseId',
    permission: 'break_glass.open',
    title: 'case',
    icon: ClipboardPlus,
    Component: PatientCase,
  },
  {
    path: '/patients/:personId/cases/:caseId/timeline',
    permission: 'break_glass.open',
    title: 'timeline',
    icon: ListTree,
    Component: PatientTimeline,
  },
  {
    path: '/patients/:personId/cases/:caseId/photograph',
    permission: 'break_glass.open',
    title: 'photograph',
    icon: Camera,
    Component: Capture,
  },
  {
    path: '/patients/:personId/cases/:caseId/photos/:photoId/measure',
    permission: 'case.write',
    title: 'measure',
    icon: Ruler,
    Component: Measure,
  },
  {
    path: '/patients/:personId/cases/:caseId/compare',
    permission: 'break_glass.open',
    title: 'compare',
    icon: Columns2,
    Component: Compare,
  },
  { path: '/photos', permission: 'photo.see_new', title: 'newPhotos', icon: Images, Component: NewPhotos },
  {
    path: '/record',
    permission: 'record.see_readers',
    title: 'record',
    icon: FileHeart,
    Component: OwnRecord,
  },
  {
    path: '/record/visits/:visitId',
    permission: 'record.see_readers',
    title: 'pastVisit',
    icon: FileHeart,
    Component: OwnVisit,
  },
  {
    path: '/record/cases/:caseId',
    permission: 'record.see_readers',
    title: 'case',
    icon: FileHeart,
    Component: OwnCase,
  },
  {
    path: '/record/cases/:caseId/questions/:questionId',
    permission: 'questionnaire.answer',
    title: 'questions',
    icon: FileHeart,
    Component: Questionnaire,
  },
  {
    path: '/record/intake',
    permission: 'record.see_readers',
    title: 'intake',
    icon: FileHeart,
    Component: Intake,
  },
  {
    path: '/record/consents',
    permission: 'consent.answer',
    title: 'consents',
    icon: FileHeart,
    Component: OwnConsents,
  },
  {
    path: '/record/cases/:caseId/timeline',
    permission: 'record.see_readers',
    title: 'timeline',
    icon: ListTree,
    Component: OwnTimeline,
  },
  {
    path: '/record/cases/:caseId/photograph',
    permission: 'record.see_readers',
    title: 'photograph',
    icon: Camera,
    Component: Capture,
  },
  {
    path: '/record/cases/:caseId/compare',
    permission: 'record.see_readers',
    title: 'compare',
    icon: Columns2,
    Component: Compare,
  },
  {
    path: '/record/readers',
    permission: 'record.see_readers',
    title: 'readers',
    icon: Eye,
    Component: Readers,
  },
  {
    path: '/reviews',
    permission: 'break_glass.review',
    title: 'reviews',
    icon: ShieldAlert,
    Component: Reviews,
  },
  { path: '/people', permission: 'person.list', title: 'people', icon: UsersRound, Component: People },
  { path: '/invite', permission: 'patient.invite', title: 'invite', icon: UserRoundPlus, Component: Invite },
  {
    path: '/settings',
    permission: 'settings.read',
    title: 'settings',
    icon: SlidersHorizontal,
    Component: Settings,
  },
  { path: '/system', permission: 'system.watch', title: 'system', icon: HardDrive, Component: System },
  {
    path: '/log',
    permission: 'audit.search',
    title: 'log',
    icon: ScrollText,
    Component: Log,
  },
  {
    path: '/account',
    permission: 'session.list',
    title: 'account',
    icon: CircleUserRound,
    Component: Account,
  },
]

export const pagesFor = (roles: readonly Role[], clinic: SessionReply['clinic']): Page[] =>
  PAGES.filter(({ permission, isThere = () => true }) => mayEver(roles, permission) && isThere(clinic))

export const isInNavigation = ({ path }: Page): boolean => path.lastIndexOf('/') === 0
