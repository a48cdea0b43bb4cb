import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Allergies, medicines and history of patients. See index.ts for the rules. */
export const backgroundMigrations: Record<string, Migration> = {
  '0119_backgrounds': {
    up: (db: Schema) =>
      db.schema
        .createTable('backgrounds')
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('sealed_content', 'text', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('begun_at', 'bigint', (column) => column.notNull())
        .addColumn('written_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('backgrounds_key', ['patient_id', 'revision'])
        .execute(),
  },
}
