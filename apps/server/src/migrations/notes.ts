import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Notes in cases. See index.ts for the rules. */
export const noteMigrations: Record<string, Migration> = {
  '0122_notes': {
    up: (db: Schema) =>
      db.schema
        .createTable('notes')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('visit_id', 'varchar(36)')
        .addColumn('addendum_to', 'varchar(36)')
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('sealed_content', 'text', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('begun_at', 'bigint', (column) => column.notNull())
        .addColumn('written_at', 'bigint', (column) => column.notNull())
        .addColumn('signed_by', 'varchar(36)')
        .addColumn('signed_at', 'bigint')
        .addColumn('signed_hash', 'varchar(64)')
        .execute(),
  },
  '0123_notes_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('notes_by_case').on('notes').columns(['case_id', 'begun_at']).execute(),
  },
}
