import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Cases, and what is followed in them. See index.ts for the rules. */
export const caseMigrations: Record<string, Migration> = {
  '0110_cases': {
    up: (db: Schema) =>
      db.schema
        .createTable('cases')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('doctor_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('state', 'varchar(16)', (column) => column.notNull())
        .addColumn('sealed_details', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .execute(),
  },
  '0111_cases_by_patient': {
    up: (db: Schema) =>
      db.schema.createIndex('cases_by_patient').on('cases').columns(['patient_id', 'opened_at']).execute(),
  },
  '0112_lesions': {
    up: (db: Schema) =>
      db.schema
        .createTable('lesions')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('sealed_details', 'text', (column) => column.notNull())
        .addColumn('added_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0113_lesions_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('lesions_by_case').on('lesions').columns(['case_id', 'added_at']).execute(),
  },
}
