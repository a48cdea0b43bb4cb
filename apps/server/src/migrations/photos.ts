import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Photographs of cases. See index.ts for the rules. */
export const photoMigrations: Record<string, Migration> = {
  '0130_photos': {
    up: (db: Schema) =>
      db.schema
        .createTable('photos')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('lesion_id', 'varchar(36)')
        .addColumn('storage_id', 'varchar(36)', (column) => column.notNull().unique())
        .addColumn('sender_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('slot', 'varchar(16)', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('sealed_details', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('kept_at', 'bigint')
        .addColumn('seen_at', 'bigint')
        .addColumn('retake_why', 'varchar(16)')
        .addColumn('retake_at', 'bigint')
        .execute(),
  },
  '0131_photos_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('photos_by_case').on('photos').columns(['case_id', 'kept_at']).execute(),
  },
  '0132_photos_by_patient': {
    up: (db: Schema) =>
      db.schema.createIndex('photos_by_patient').on('photos').columns(['patient_id', 'seen_at']).execute(),
  },
}
