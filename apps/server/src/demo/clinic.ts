import { messageIdSchema, requestIdSchema, type RequestReason } from '@visita/protocol'
import type { DemoAccount } from '../modules/accounts/index.ts'
import type { Requests } from '../modules/requests/index.ts'
import type { Config } from '../modules/settings/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { Member } from '../platform/principal.ts'
import { newId, newRoomId, newSeatToken } from '../platform/random.ts'
import { StartupError } from '../platform/startup-error.ts'
import { openServices, type Services } from '../services.ts'
import type { Course } from './course.ts'
import { CourseStory } from './course-story.ts'
import { COURSES } from './courses.ts'
import { type Invented, PEOPLE } from './people.ts'
import { PAST_VISITS, type PastVisit, WAITING } from './story.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const YEAR_MS = 365 * DAY_MS

/** Something that happened; the story tells what is longest ago first. */
interface Moment {
  daysAgo: number
  tell: () => Promise<void>
}

/** The time of the story, which begins a year ago; it stands still unless it is moved. */
class StoryClock {
  #at = Date.now()
  readonly now = (): number => this.#at

  goTo(ago: number): void {
    this.#at = Date.now() - ago
  }

  pass(ms: number): void {
    this.#at += ms
  }
}

/**
 * Makes a clinic of invented people in a place where there is none, with some of its past, through the same
 * services as everything else. Most of its time goes into the photographs of `courses`, which are drawn. Throws
 * StartupError where there are accounts already: their clinic may be real.
 */
export async function makeDemoClinic(
  config: Config,
  logger: Logger,
  courses: readonly Course[] = COURSES,
): Promise<DemoAccount[]> {
  const clock = new StoryClock()
  const services = await openServices(config, logger, clock.now)
  try {
    if (!(await services.accounts.accounts.needsSetUp())) throw accountsThere(config.dataDir)
    return await new Story(services, clock).tell(courses)
  } finally {
    await services.close()
  }
}

const accountsThere = (dataDir: string): StartupError =>
  new StartupError(
    `There are accounts in ${dataDir} already, so no demo clinic is made there. To go on with them, start ` +
      'without --demo. For a new demo clinic, name a folder of its own: ' +
      'VISITA_DATA_DIR=demo npm start -- --demo',
  )

class Story {
  readonly #services: Services
  readonly #requests: Requests
  readonly #clock: StoryClock
  readonly #members = new Map<Invented, Member>()

  constructor(services: Services, clock: StoryClock) {
    this.#services = services
    this.#clock = clock
    // In the story patients are there when they are called, and no page is open that would have to be told.
    this.#requests = services.openRequests({
      doctorsHere: () => [],
      presenceOf: () => 'away',
      changed: () => undefined,
    })
  }

  async tell(courses: readonly Course[]): Promise<DemoAccount[]> {
    this.#clock.goTo(YEAR_MS)
    await this.#name()
    const accounts: DemoAccount[] = []
    for (const invented of Object.values(PEOPLE)) {
      const { name, login, roles } = invented
      const account = await this.#services.accounts.demo.make(name, login, roles)
      this.#members.set(invented, account.member)
      accounts.push(account)
      this.#clock.pass(MINUTE_MS)
    }
    const moments = [
      ...PAST_VISITS.map((visit) => ({ daysAgo: visit.daysAgo, tell: () => this.#visit(visit) })),
      ...courses.flatMap((course) => this.#momentsOf(course)),
    ]
    for (const { daysAgo, tell } of moments.toSorted((one, other) => other.daysAgo - one.daysAgo)) {
      this.#clock.goTo(daysAgo * DAY_MS)
      await tell()
    }
    this.#clock.goTo(WAITING.minutesAgo * MINUTE_MS)
    await this.#ask(this.#memberOf(WAITING.patient), WAITING)
    return accounts
  }

  /** So that nobody who finds the page takes it for a real one; unless the operator has named it. */
  async #name(): Promise<void> {
    const { settings, audit } = this.#services
    if (settings.settled.given.has('clinicName')) return
    const bySystem = { actor: null, actorRole: 'system', subject: null, object: null } as const
    await settings.change({ clinicName: 'Demo clinic' }, (tx) =>
      audit.write(tx, { event: 'settings.changed', ...bySystem, details: { key: 'clinicName' } }),
    )
  }

  #momentsOf(course: Course): Moment[] {
    const memberOf = (invented: Invented): Member => this.#memberOf(invented)
    const story = new CourseStory({ services: this.#services, now: this.#clock.now, course, memberOf })
    return course.days.map(({ daysAgo, acts }, index) => ({
      daysAgo,
      tell: async () => {
        if (index === 0) {
          await this.#visit(course.visit)
          await story.open()
        }
        for (const act of acts) {
          this.#clock.pass(MINUTE_MS)
          await story.act(act)
        }
      },
    }))
  }

  /** Asked for, accepted, talked about, ended. */
  async #visit({ patient, doctor, daysAgo, asked, lines }: PastVisit): Promise<void> {
    const { visits, visitRecords } = this.#services
    const [sick, healer] = [this.#memberOf(patient), this.#memberOf(doctor)]
    this.#clock.goTo(daysAgo * DAY_MS)
    const requestId = await this.#ask(sick, asked)
    this.#clock.pass(5 * MINUTE_MS)
    const { visitId } = await this.#requests.accept(healer, requestId, () =>
      visits.open({
        roomId: newRoomId(),
        participants: [
          { person: healer.person, role: 'doctor' },
          { person: sick.person, role: 'patient' },
        ],
        seatTokens: [newSeatToken(), newSeatToken()],
        from: 'request',
      }),
    )
    const inRoom = [healer.person.id, sick.person.id]
    for (const id of inRoom) await visits.markJoined(visitId, id)
    for (const { by, text } of lines) {
      this.#clock.pass(MINUTE_MS)
      const line = { text, sentAt: this.#clock.now() }
      const author = by === 'doctor' ? healer : sick
      await visitRecords.keepMessage(author, visitId, messageIdSchema.parse(newId()), line)
    }
    this.#clock.pass(MINUTE_MS)
    await visits.end(visitId, { reason: 'ended', by: healer.person.id })
  }

  async #ask(patient: Member, { reason, text }: { reason: RequestReason; text: string }) {
    const id = requestIdSchema.parse(newId())
    await this.#requests.make(patient, id, { reason, text, doctor: null, urgent: false })
    return id
  }

  #memberOf(invented: Invented): Member {
    const member = this.#members.get(invented)
    if (member === undefined) throw new Error('somebody of the story has no account')
    return member
  }
}
