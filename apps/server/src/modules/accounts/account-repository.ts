import { type PersonId, personIdSchema, type Role, roleSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { type Keyring, open, seal, type Vault } from '../vault/index.ts'

/** `totpStep`: the newest time step of a code that was taken; no code of it or before is taken again. */
export interface Account {
  personId: PersonId
  login: string
  passwordHash: string | null
  roles: Role[]
  status: 'active' | 'disabled'
  totpSecret: string | null
  totpStep: number
  /** How many. */
  passkeys: number
  createdAt: number
}

/** Recovery codes are none of their own: they stand in for one of these. */
export const hasSecondFactor = ({
  totpSecret,
  passkeys,
}: Pick<Account, 'totpSecret' | 'passkeys'>): boolean => totpSecret !== null || passkeys > 0

const LOGIN = { table: 'accounts', column: 'login_index' }
const field = (id: string, column: 'sealed_login' | 'sealed_totp') => ({ table: 'accounts', row: id, column })

/** Who can sign in, found by a blind index of the login: the login itself is sealed. */
export class AccountRepository {
  readonly #db: Database
  readonly #vault: Vault
  readonly #keyring: Keyring

  constructor(db: Database, vault: Vault) {
    this.#db = db
    this.#vault = vault
    this.#keyring = vault.keyring
  }

  /** The same for the same login, and says nothing of it. */
  indexOf(login: string): string {
    return this.#vault.blindIndex(LOGIN, login)
  }

  async any(db: Database = this.#db): Promise<boolean> {
    return (await db.selectFrom('accounts').select('person_id').limit(1).executeTakeFirst()) !== undefined
  }

  async add(
    tx: Database,
    account: { personId: PersonId; login: string; passwordHash: string | null; roles: readonly Role[] },
    now: number,
  ): Promise<void> {
    const { personId, roles } = account
    const key = await this.#keyring.open(personId)
    await tx
      .insertInto('accounts')
      .values({
        person_id: personId,
        login_index: this.indexOf(account.login),
        sealed_login: seal(key, account.login, field(personId, 'sealed_login')),
        password_hash: account.passwordHash,
        sealed_totp: null,
        totp_step: 0,
        status: 'active',
        created_at: now,
      })
      .execute()
    await this.setRoles(tx, personId, roles)
  }

  async findByLogin(db: Database, login: string): Promise<Account | null> {
    const [account] = await this.#open(
      db,
      await db.selectFrom('accounts').selectAll().where('login_index', '=', this.indexOf(login)).execute(),
    )
    return account ?? null
  }

  async find(personId: PersonId, db: Database = this.#db): Promise<Account | null> {
    const [account] = await this.#open(
      db,
      await db.selectFrom('accounts').selectAll().where('person_id', '=', personId).execute(),
    )
    return account ?? null
  }

  /** As `find`, for an account that can be used. */
  async require(personId: PersonId): Promise<Account> {
    const account = await this.find(personId)
    if (account === null || account.status === 'disabled') throw new Refusal('not_found')
    return account
  }

  /** All accounts, or those of a role, the newest first. */
  async list(role?: Role): Promise<Account[]> {
    const rows = await this.#db
      .selectFrom('accounts')
      .selectAll()
      .$if(role !== undefined, (query) =>
        query.where('person_id', 'in', (inner) =>
          inner
            .selectFrom('account_roles')
            .select('person_id')
            .where('role', '=', role ?? 'patient'),
        ),
      )
      .orderBy('created_at', 'desc')
      .execute()
    return this.#open(this.#db, rows)
  }

  async setRoles(tx: Database, personId: PersonId, roles: readonly Role[]): Promise<void> {
    await tx.deleteFrom('account_roles').where('person_id', '=', personId).execute()
    const rows = Array.from(new Set(roles), (role) => ({ person_id: personId, role }))
    await tx.insertInto('account_roles').values(rows).execute()
  }

  async setStatus(tx: Database, personId: PersonId, status: Account['status']): Promise<void> {
    await tx.updateTable('accounts').set({ status }).where('person_id', '=', personId).execute()
  }

  async setPassword(tx: Database, personId: PersonId, passwordHash: string): Promise<void> {
    await tx
      .updateTable('accounts')
      .set({ password_hash: passwordHash })
      .where('person_id', '=', personId)
      .execute()
  }

  async setTotp(tx: Database, personId: PersonId, secret: string, step: number): Promise<void> {
    const key = await this.#keyring.open(personId)
    const sealed = seal(key, secret, field(personId, 'sealed_totp'))
    await tx
      .updateTable('accounts')
      .set({ sealed_totp: sealed, totp_step: step })
      .where('person_id', '=', personId)
      .execute()
  }

  /** False where there was none. */
  async removeTotp(tx: Database, personId: PersonId): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('accounts')
      .set({ sealed_totp: null })
      .where('person_id', '=', personId)
      .where('sealed_totp', 'is not', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  /** False when a code of this step or a later one was taken already, also a moment ago by another request. */
  async takeStep(tx: Database, personId: PersonId, step: number): Promise<boolean> {
    const { numUpdatedRows } = await tx
      .updateTable('accounts')
      .set({ totp_step: step })
      .where('person_id', '=', personId)
      .where('totp_step', '<', step)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async #open(db: Database, rows: Awaited<ReturnType<typeof selectAll>>): Promise<Account[]> {
    if (rows.length === 0) return []
    const ids = rows.map((row) => row.person_id)
    const roles = await db.selectFrom('account_roles').selectAll().where('person_id', 'in', ids).execute()
    const rolesByPerson = Map.groupBy(roles, (row) => row.person_id)
    const passkeys = await db
      .selectFrom('passkeys')
      .select(['person_id', ({ fn }) => fn.countAll<number>().as('count')])
      .where('person_id', 'in', ids)
      .groupBy('person_id')
      .execute()
    const passkeysByPerson = new Map(passkeys.map((row) => [row.person_id, row.count]))
    const accounts = await Promise.all(
      rows.map(async (row) => {
        const id = row.person_id
        const key = await this.#keyring.find(id)
        // Erased, and here again from an older backup: there is no such account any more.
        if (key === null) return null
        return {
          personId: personIdSchema.parse(id),
          login: open(key, row.sealed_login, field(id, 'sealed_login')),
          passwordHash: row.password_hash,
          roles: (rolesByPerson.get(id) ?? []).map(({ role }) => roleSchema.parse(role)),
          status: row.status,
          totpSecret: row.sealed_totp === null ? null : open(key, row.sealed_totp, field(id, 'sealed_totp')),
          totpStep: row.totp_step,
          passkeys: passkeysByPerson.get(id) ?? 0,
          createdAt: row.created_at,
        }
      }),
    )
    return accounts.filter((account) => account !== null)
  }
}

const selectAll = (db: Database) => db.selectFrom('accounts').selectAll().execute()
