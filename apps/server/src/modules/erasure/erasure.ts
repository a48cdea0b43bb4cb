import type { ErasureReply, PersonId } from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Logger } from '../../platform/logger.ts'
import { actorFor, type Member } from '../../platform/principal.ts'
import type { AccountModule } from '../accounts/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Backups } from '../backup/index.ts'
import type { Vault } from '../vault/index.ts'

/**
 * Erases people (C31). What was kept of somebody is sealed by their key, in the database, the files and every
 * backup that was ever made: to destroy the key is to erase it in all of them at once. See ADR 15.
 */
export class Erasure {
  readonly #db: Database
  readonly #keyring: Vault['keyring']
  readonly #accounts: Pick<AccountModule, 'people' | 'sessions'>
  readonly #audit: Audit
  readonly #backups: Backups
  readonly #backupFolder: string | null
  readonly #logger: Logger

  constructor(deps: {
    db: Database
    keyring: Vault['keyring']
    accounts: Pick<AccountModule, 'people' | 'sessions'>
    audit: Audit
    backups: Backups
    /** Where backups are made by themselves; null for nowhere. */
    backupFolder: string | null
    logger: Logger
  }) {
    this.#db = deps.db
    this.#keyring = deps.keyring
    this.#accounts = deps.accounts
    this.#audit = deps.audit
    this.#backups = deps.backups
    this.#backupFolder = deps.backupFolder
    this.#logger = deps.logger
  }

  /**
   * Ends their sessions, removes their account and destroys their key, and then every copy of the keyring that
   * still has it in the folder of backups. Refuses as `not_found` who has no account, as `forbidden` oneself,
   * and as `conflict` the last administrator.
   */
  async erase(by: Member, personId: PersonId): Promise<ErasureReply> {
    if ((await this.#accounts.people.rolesOf(personId)).length === 0) throw new Refusal('not_found')
    if (personId === by.person.id) throw new Refusal('forbidden', 'self')
    await this.#accounts.sessions.revokeAll(personId, { revoked: 'erased', by })
    await this.#db.transaction().execute(async (tx) => {
      await this.#audit.write(tx, {
        event: 'person.erased',
        ...actorFor(by, 'person.erase'),
        subject: personId,
        object: null,
        details: {},
      })
      await removeRows(tx, personId)
      await requireAdministrator(tx)
      // Last: nothing brings it back, and all the rest can still be undone until here.
      await this.#keyring.destroy(personId)
    })
    return { backups: await this.#renewKeyring() }
  }

  async #renewKeyring(): Promise<ErasureReply['backups']> {
    if (this.#backupFolder === null) return 'none'
    try {
      return (await this.#backups.renewKeyring(this.#backupFolder)) ? 'renewed' : 'none'
    } catch (error) {
      this.#logger.error({ err: error }, 'keyring in the backups not renewed')
      return 'failed'
    }
  }
}

/**
 * Everything that says that there was this person, and a request that still waits. What is sealed by their key
 * in rows of visits stays, and is noise now; what the log has of them are numbers.
 */
async function removeRows(tx: Tx, personId: PersonId): Promise<void> {
  const theirCases = tx.selectFrom('cases').select('id').where('patient_id', '=', personId)
  await tx.deleteFrom('measurements').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('photos').where('patient_id', '=', personId).execute()
  await tx.deleteFrom('case_steps').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('case_members').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('case_members').where('doctor_id', '=', personId).execute()
  await tx.updateTable('cases').set({ offered_to: null }).where('offered_to', '=', personId).execute()
  await tx.deleteFrom('backgrounds').where('patient_id', '=', personId).execute()
  await tx.deleteFrom('consents').where('patient_id', '=', personId).execute()
  await tx.deleteFrom('case_entries').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('notes').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('lesions').where('case_id', 'in', theirCases).execute()
  await tx.deleteFrom('cases').where('patient_id', '=', personId).execute()
  await tx.deleteFrom('requests').where('person_id', '=', personId).execute()
  await tx
    .deleteFrom('care_team')
    .where((row) => row.or([row('patient_id', '=', personId), row('doctor_id', '=', personId)]))
    .execute()
  await tx.deleteFrom('known_devices').where('person_id', '=', personId).execute()
  await tx.deleteFrom('passkeys').where('person_id', '=', personId).execute()
  await tx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
  await tx.deleteFrom('account_roles').where('person_id', '=', personId).execute()
  await tx.deleteFrom('sessions').where('person_id', '=', personId).execute()
  await tx.deleteFrom('accounts').where('person_id', '=', personId).execute()
  await tx.deleteFrom('persons').where('id', '=', personId).execute()
}

/** Two administrators who erase each other at the same moment must not leave the clinic without one. */
async function requireAdministrator(tx: Tx): Promise<void> {
  const left = await tx
    .selectFrom('account_roles')
    .innerJoin('accounts', 'accounts.person_id', 'account_roles.person_id')
    .select('accounts.person_id')
    .where('role', '=', 'administrator')
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (left === undefined) throw new Refusal('conflict', 'last_administrator')
}
