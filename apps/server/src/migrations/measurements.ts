import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** What was measured on photographs. See index.ts for the rules. */
export const measurementMigrations: Record<string, Migration> = {
  '0175_measurements': {
    up: (db: Schema) =>
      db.schema
        .createTable('measurements')
        .addColumn('photo_id', 'varchar(36)', (column) => column.notNull().references('photos.id'))
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('sealed_content', 'text', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('measurements_key', ['photo_id', 'revision'])
        .execute(),
  },
  '0176_measurements_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('measurements_by_case').on('measurements').column('case_id').execute(),
  },
}
