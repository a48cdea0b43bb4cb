import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** What patients agree to. See index.ts for the rules. */
export const consentMigrations: Record<string, Migration> = {
  '0170_consents': {
    up: (db: Schema) =>
      db.schema
        .createTable('consents')
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('kind', 'varchar(16)', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('answer', 'varchar(3)', (column) => column.notNull())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('consents_key', ['patient_id', 'kind', 'revision'])
        .execute(),
  },
}
