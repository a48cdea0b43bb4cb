import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Requests for visits, and access against the rule. See index.ts for the rules. */
export const requestMigrations: Record<string, Migration> = {
  '0040_requests': {
    up: (db: Schema) =>
      db.schema
        .createTable('requests')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        // No reference: a guest is forgotten, the visit that came of the request is kept.
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('state', 'varchar(16)', (column) => column.notNull())
        .addColumn('urgent', 'integer', (column) => column.notNull())
        .addColumn('doctor_id', 'varchar(36)')
        .addColumn('sealed_said', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .addColumn('accepted_by', 'varchar(36)')
        .execute(),
  },
  '0041_requests_by_state': {
    up: (db: Schema) =>
      db.schema.createIndex('requests_by_state').on('requests').columns(['state', 'made_at']).execute(),
  },
  '0042_visits_of_patients': {
    up: (db: Schema) => db.schema.alterTable('visits').addColumn('patient_id', 'varchar(36)').execute(),
  },
  '0043_visits_by_patient': {
    up: (db: Schema) =>
      db.schema.createIndex('visits_by_patient').on('visits').columns(['patient_id', 'started_at']).execute(),
  },
  '0044_break_glass': {
    up: (db: Schema) =>
      db.schema
        .createTable('break_glass')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('doctor_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('sealed_reason', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('ends_at', 'bigint', (column) => column.notNull())
        .addColumn('reviewed_by', 'varchar(36)')
        .addColumn('reviewed_at', 'bigint')
        .addColumn('verdict', 'varchar(16)')
        .execute(),
  },
  '0045_break_glass_by_patient': {
    up: (db: Schema) =>
      db.schema
        .createIndex('break_glass_by_patient')
        .on('break_glass')
        .columns(['patient_id', 'doctor_id'])
        .execute(),
  },
  '0046_roles_in_visits': {
    up: (db: Schema) =>
      db.schema
        .alterTable('participants')
        .addColumn('role', 'varchar(32)', (column) => column.notNull().defaultTo('guest'))
        .execute(),
  },
}
