import {
  type LinkToken,
  type MakeVisitLink,
  type PersonId,
  personIdSchema,
  type VisitLink,
  type VisitLinkId,
  visitLinkIdSchema,
  type VisitLinkList,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import { newId } from '../../platform/random.ts'
import type { Audit } from '../audit/index.ts'
import type { AccountLog } from './account-log.ts'
import type { AccountRepository } from './account-repository.ts'
import type { SignedIn, Visitor } from './accounts.ts'
import type { Links, MadeLink } from './links.ts'
import type { PersonRepository } from './person-repository.ts'
import type { Sessions, VisitsOfPeople } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** After its end the two may go back into the visit, and its link is still the guest's way there. */
const SETTLED_MS = 10 * 60_000

/** Links with which somebody without an account comes to one visit, from as many browsers as they like until it ends. */
export class VisitLinks {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #sessions: Sessions
  readonly #links: Links
  readonly #visits: VisitsOfPeople
  readonly #limits: SignInLimits
  readonly #log: AccountLog
  readonly #audit: Audit
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    persons: PersonRepository
    sessions: Sessions
    links: Links
    visits: VisitsOfPeople
    limits: SignInLimits
    log: AccountLog
    audit: Audit
    clock: Clock
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#sessions = deps.sessions
    this.#links = deps.links
    this.#visits = deps.visits
    this.#limits = deps.limits
    this.#log = deps.log
    this.#audit = deps.audit
    this.#clock = deps.clock
  }

  /** Makes the guest as well: whoever opens the link is this person, in every browser. */
  async make(by: Member, { displayName, doctor }: MakeVisitLink): Promise<MadeLink> {
    if (doctor !== null && !(await this.#isDoctor(doctor))) throw new Refusal('bad_request', 'doctor')
    const guest = { id: personIdSchema.parse(newId()), displayName }
    return this.#db.transaction().execute(async (tx) => {
      await this.#persons.add(tx, guest, this.#clock())
      const link = await this.#links.make(tx, { kind: 'visit', personId: guest.id, doctor }, by.person.id)
      await this.#audit.write(tx, {
        event: 'visit_link.made',
        ...actorFor(by, 'visit_link.make'),
        subject: null,
        object: link.id,
        details: { wished: doctor === null ? 'any' : 'doctor' },
      })
      return link
    })
  }

  /** Those that this member has made, the newest first, but for those of a visit that was. */
  async listOpen(by: Member): Promise<VisitLinkList['visitLinks']> {
    const open = await this.#links.listOpen('visit', by.person.id)
    const shown = await Promise.all(
      open.map(async ({ id, purpose: { personId, doctor }, expiresAt }) =>
        (await this.#isOver(personId))
          ? null
          : { id: visitLinkIdSchema.parse(id), ...(await this.#shown(personId, doctor)), expiresAt },
      ),
    )
    return shown.filter((link) => link !== null)
  }

  /** The link admits nobody any more, and whoever came with it leaves. `not_found` for what is over, or not theirs. */
  async withdraw(by: Member, id: VisitLinkId): Promise<void> {
    const madeBy = by.person.id
    const link = (await this.#links.listOpen('visit', madeBy)).find((each) => each.id === id)
    await this.#db.transaction().execute(async (tx) => {
      await this.#links.withdraw(tx, id, { kind: 'visit', madeBy })
      await this.#audit.write(tx, {
        event: 'visit_link.withdrawn',
        ...actorFor(by, 'visit_link.withdraw'),
        subject: null,
        object: id,
        details: {},
      })
    })
    if (link === undefined) return
    const { personId } = link.purpose
    // A visit that goes on, or was, is the guest's to keep and to read.
    if ((await this.#lastInVisit(personId)) !== null) return
    await this.#sessions.revokeAll(personId, { revoked: 'disabled', by })
    await this.#sessions.removeGuest(personId)
  }

  /** Whom the link is for, and whom they will see. Unknown, withdrawn, too old and over are all `link_used`. */
  async look(token: LinkToken, address: string): Promise<VisitLink> {
    await this.#limits.admitLink(address)
    const { personId, doctor } = await this.#links.look(token, 'visit')
    if (await this.#isOver(personId)) throw new Refusal('link_used')
    await this.#limits.forgiveLink(address)
    return this.#shown(personId, doctor)
  }

  /** The browser that asks is the guest's from now on. Refused as `look` is. */
  async open(token: LinkToken, { address, device }: Visitor): Promise<SignedIn> {
    await this.#limits.admitLink(address)
    const link = await this.#links.look(token, 'visit').catch((error: unknown) => {
      if (error instanceof Refusal) return null
      throw error
    })
    if (link === null) return this.#log.fail(null, 'magic_link', 'unknown', 'link_used')
    const { personId } = link
    if (await this.#isOver(personId)) return this.#log.fail(personId, 'magic_link', 'expired', 'link_used')
    await this.#limits.forgiveLink(address)
    const guest = await this.#persons.require(this.#db, personId)
    return this.#db.transaction().execute(async (tx) => {
      const cameIn = { method: 'magic_link', secondFactor: 'none' } as const
      const opened = await this.#sessions.open(tx, guest, { level: 'guest', device, cameIn })
      // Withdrawn since it was looked at.
      if (!(await this.#links.admits(personId, tx))) throw new Refusal('link_used')
      return { ...opened, deviceToken: null }
    })
  }

  /**
   * Whom a guest who came by a link may ask for a visit; null for any doctor. `link_used` when the visit has been or
   * the link is no longer good, `you_are_busy` while the visit goes on.
   */
  async doctorFor(guest: PersonId): Promise<PersonId | null> {
    const link = await this.#links.ofGuest(guest)
    if (link === null || (await this.#isOver(guest))) throw new Refusal('link_used')
    if ((await this.#lastInVisit(guest)) !== null) throw new Refusal('you_are_busy')
    // Whoever is left may come when the doctor has gone.
    return link.doctor !== null && (await this.#isDoctor(link.doctor)) ? link.doctor : null
  }

  /** A link goes when its visit is over, and with the last link and session the guest. */
  async removeExpired(): Promise<void> {
    for (const { id, purpose, madeBy } of await this.#links.listOpen('visit', null)) {
      const last = await this.#lastInVisit(purpose.personId)
      if (last === null || last + SETTLED_MS > this.#clock()) continue
      await this.#links.withdraw(this.#db, id, { kind: 'visit', madeBy })
    }
    for (const guest of await this.#links.guestsOfExpired()) await this.#sessions.removeGuest(guest)
  }

  async #shown(personId: PersonId, doctor: PersonId | null): Promise<VisitLink> {
    const { displayName } = await this.#persons.require(this.#db, personId)
    return { displayName, doctor: doctor && (await this.#persons.find(doctor)) }
  }

  async #isOver(guest: PersonId): Promise<boolean> {
    return (await this.#lastInVisit(guest)) !== null && (await this.#visits.openVisitOf(guest)) === null
  }

  #lastInVisit(guest: PersonId): Promise<number | null> {
    return this.#visits.lastInVisit(guest, this.#clock() + 1)
  }

  async #isDoctor(id: PersonId): Promise<boolean> {
    const account = await this.#accounts.find(id)
    return account?.status === 'active' && account.roles.includes('doctor')
  }
}
