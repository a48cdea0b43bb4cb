import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** See index.ts for the rules. */
export const passkeyMigrations: Record<string, Migration> = {
  '0070_passkeys': {
    up: (db: Schema) =>
      db.schema
        .createTable('passkeys')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('credential_hash', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('counter', 'bigint', (column) => column.notNull())
        .addColumn('sealed_credential', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('used_at', 'bigint')
        .execute(),
  },
  '0071_passkeys_by_person': {
    up: (db: Schema) =>
      db.schema.createIndex('passkeys_by_person').on('passkeys').column('person_id').execute(),
  },
  '0072_passkey_challenges': {
    up: (db: Schema) =>
      db.schema
        .createTable('passkey_challenges')
        .addColumn('holder_hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('purpose', 'varchar(16)', (column) => column.notNull())
        .addColumn('challenge_hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('passkey_challenges_key', ['holder_hash', 'purpose'])
        .execute(),
  },
}
