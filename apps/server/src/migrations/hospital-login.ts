import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** The hospital's own login (OpenID Connect). See index.ts for the rules. */
export const hospitalLoginMigrations: Record<string, Migration> = {
  '0075_hospital_identities': {
    up: (db: Schema) =>
      db.schema
        .createTable('hospital_identities')
        .addColumn('person_id', 'varchar(36)', (column) =>
          column.primaryKey().references('accounts.person_id').onDelete('cascade'),
        )
        .addColumn('identity_index', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('sealed_identity', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0076_how_sessions_came': {
    up: (db: Schema) => db.schema.alterTable('sessions').addColumn('came_by', 'varchar(16)').execute(),
  },
}
