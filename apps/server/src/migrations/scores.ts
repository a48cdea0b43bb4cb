import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Clinical scores of cases. See index.ts for the rules. */
export const scoreMigrations: Record<string, Migration> = {
  '0140_scores': {
    up: (db: Schema) =>
      db.schema
        .createTable('scores')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('series', 'varchar(8)', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        // Of two corrections of the same one the later is refused.
        .addColumn('replaces', 'varchar(36)', (column) => column.unique())
        .addColumn('sealed_content', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0141_scores_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('scores_by_case').on('scores').columns(['case_id', 'at']).execute(),
  },
  '0142_questions': {
    up: (db: Schema) =>
      db.schema
        .createTable('questions')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('asked_by', 'varchar(36)', (column) => column.notNull())
        .addColumn('sealed_instrument', 'text', (column) => column.notNull())
        .addColumn('asked_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .addColumn('score_id', 'varchar(36)')
        .execute(),
  },
  '0143_questions_by_patient': {
    up: (db: Schema) =>
      db.schema
        .createIndex('questions_by_patient')
        .on('questions')
        .columns(['patient_id', 'closed_at'])
        .execute(),
  },
}
