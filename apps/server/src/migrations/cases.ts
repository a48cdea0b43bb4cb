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
  '0114_cases_offered': {
    up: (db: Schema) => db.schema.alterTable('cases').addColumn('offered_to', 'varchar(36)').execute(),
  },
  '0115_cases_by_doctor': {
    up: (db: Schema) =>
      db.schema.createIndex('cases_by_doctor').on('cases').columns(['doctor_id', 'state']).execute(),
  },
  '0116_cases_by_offer': {
    up: (db: Schema) => db.schema.createIndex('cases_by_offer').on('cases').column('offered_to').execute(),
  },
  '0117_case_members': {
    up: (db: Schema) =>
      db.schema
        .createTable('case_members')
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('doctor_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('since', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('case_members_key', ['case_id', 'doctor_id'])
        .execute(),
  },
  '0118_case_members_by_doctor': {
    up: (db: Schema) =>
      db.schema.createIndex('case_members_by_doctor').on('case_members').column('doctor_id').execute(),
  },
  '0120_case_entries': {
    up: (db: Schema) =>
      db.schema
        .createTable('case_entries')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('kind', 'varchar(32)', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('sealed_content', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0121_case_entries_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('case_entries_by_case').on('case_entries').columns(['case_id', 'at']).execute(),
  },
}
