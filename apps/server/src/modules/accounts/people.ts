import {
  type Invitation,
  type InvitationId,
  invitationIdSchema,
  type InvitationList,
  isStaff,
  type LinkToken,
  may,
  type Participant,
  type PersonId,
  type PersonList,
  type Role,
} from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { Audit } from '../audit/index.ts'
import { type Account, type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { Links, MadeLink } from './links.ts'
import type { PersonRepository } from './person-repository.ts'
import type { Sessions } from './sessions.ts'

/** The people of the clinic, for those who look after the accounts. */
export class People {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #sessions: Sessions
  readonly #links: Links
  readonly #audit: Audit

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    persons: PersonRepository
    sessions: Sessions
    links: Links
    audit: Audit
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#sessions = deps.sessions
    this.#links = deps.links
    this.#audit = deps.audit
  }

  async list(role?: Role): Promise<PersonList['people']> {
    const accounts = await this.#accounts.list(role)
    return Promise.all(
      accounts.map(async (account) => ({
        ...(await this.#persons.require(this.#db, account.personId)),
        login: account.login,
        roles: account.roles,
        secondFactor: hasSecondFactor(account),
        status: account.status,
        createdAt: account.createdAt,
      })),
    )
  }

  /** Those of a role whose account is active. */
  async withRole(role: Role): Promise<Participant[]> {
    const accounts = await this.#accounts.list(role)
    return this.named(accounts.filter(({ status }) => status === 'active').map(({ personId }) => personId))
  }

  /** Everybody who works here, or did: all but those who are patients alone. */
  async staff(): Promise<Participant[]> {
    const accounts = await this.#accounts.list()
    return this.named(accounts.filter(({ roles }) => isStaff(roles)).map(({ personId }) => personId))
  }

  /** Those of these ids who have not been erased, in the same order. */
  async named(ids: readonly PersonId[]): Promise<Participant[]> {
    const people = await Promise.all(ids.map((id) => this.#persons.find(id)))
    return people.filter((person) => person !== null)
  }

  find(id: PersonId): Promise<Participant | null> {
    return this.#persons.find(id)
  }

  /** Somebody who was erased has no name any more. */
  async findOrNameless(id: PersonId): Promise<Participant> {
    return (await this.find(id)) ?? { id, displayName: '' }
  }

  /** Whether somebody has a role and their account is active. */
  async isActiveAs(role: Role, id: PersonId): Promise<boolean> {
    const account = await this.#accounts.find(id)
    return account?.status === 'active' && account.roles.includes(role)
  }

  async findPatient(login: string): Promise<Participant | null> {
    const account = await this.#accounts.findByLogin(this.#db, login)
    return account !== null && account.roles.includes('patient') ? this.find(account.personId) : null
  }

  async rolesOf(id: PersonId): Promise<Role[]> {
    return (await this.#accounts.find(id))?.roles ?? []
  }

  /** Whoever made an invitation may no longer be here. */
  async invitationOf(token: LinkToken): Promise<Invitation> {
    const { displayName, roles, madeBy } = await this.#links.look(token, 'invitation')
    const inviter = madeBy === null ? null : await this.#persons.find(madeBy)
    return { displayName, roles, invitedBy: inviter?.displayName ?? null }
  }

  /** Those that nobody has used yet; administrators see everybody's, others their own. */
  async openInvitations(by: Member): Promise<InvitationList['invitations']> {
    const open = await this.#links.listOpen('invitation', ownerFor(by))
    return Promise.all(
      open.map(async ({ id, purpose: { displayName, roles }, madeBy, expiresAt }) => {
        const inviter = madeBy === null ? null : await this.#persons.find(madeBy)
        const invitedBy = inviter?.displayName ?? null
        return { id: invitationIdSchema.parse(id), displayName, roles, invitedBy, expiresAt }
      }),
    )
  }

  /** Its link admits nobody any more. `not_found` for what is used, over, or somebody else's. */
  withdrawInvitation(by: Member, id: InvitationId): Promise<void> {
    return this.#db.transaction().execute(async (tx) => {
      await this.#links.withdraw(tx, id, { kind: 'invitation', madeBy: ownerFor(by) })
      await this.#audit.write(tx, { event: 'invitation.withdrawn', ...actOf(by), object: id, details: {} })
    })
  }

  invite(by: Member, { displayName, roles }: { displayName: string; roles: Role[] }): Promise<MadeLink> {
    return this.#db.transaction().execute(async (tx) => {
      const link = await this.#links.make(tx, { kind: 'invitation', displayName, roles }, by.person.id)
      const details = { roles }
      await this.#audit.write(tx, { event: 'invitation.made', ...actOf(by), object: link.id, details })
      return link
    })
  }

  /** A link that sets a new password; whoever hands it over has made sure to whom. */
  async offerReset(by: Member, personId: PersonId): Promise<MadeLink> {
    await this.#require(personId)
    return this.#db.transaction().execute(async (tx) => {
      const act = { ...actOf(by), object: personId, details: {} }
      await this.#audit.write(tx, { event: 'password.reset_asked', ...act })
      return this.#links.make(tx, { kind: 'reset', personId }, by.person.id)
    })
  }

  /** Other roles and a disabled account end every session: what they opened was opened by the old rights. */
  async change(
    by: Member,
    personId: PersonId,
    { roles, status }: { roles?: Role[] | undefined; status?: 'active' | 'disabled' | undefined },
  ): Promise<void> {
    const before = await this.#require(personId)
    // Whoever locks themselves out may leave the clinic without an administrator.
    if (personId === by.person.id) throw new Refusal('forbidden', 'self')
    const act = { ...actOf(by), object: personId }
    await this.#db.transaction().execute(async (tx) => {
      if (roles !== undefined) {
        await this.#accounts.setRoles(tx, personId, roles)
        const details = { before: before.roles, after: roles }
        await this.#audit.write(tx, { event: 'account.roles_changed', ...act, details })
      }
      if (status !== undefined) {
        await this.#accounts.setStatus(tx, personId, status)
        const event = status === 'active' ? 'account.enabled' : 'account.disabled'
        await this.#audit.write(tx, { event, ...act, details: {} })
      }
    })
    await this.#sessions.revokeAll(personId, { revoked: roles ? 'roles_changed' : 'disabled', by })
  }

  async #require(personId: PersonId): Promise<Account> {
    const account = await this.#accounts.find(personId)
    if (account === null) throw new Refusal('not_found')
    return account
  }
}

/** Whose invitations they have to do with; null for everybody's. */
const ownerFor = ({ person, roles }: Member): PersonId | null =>
  may(roles, 'invitation.withdraw', 'unrelated') ? null : person.id

const actOf = ({ person, roles }: Member) => ({
  actor: person.id,
  actorRole: roles[0] ?? ('system' as const),
  subject: null,
})
