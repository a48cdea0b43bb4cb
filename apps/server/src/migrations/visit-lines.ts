import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** How the lines of visits were. See index.ts for the rules. */
export const visitLineMigrations: Record<string, Migration> = {
  '0090_visit_lines': {
    up: (db: Schema) =>
      db.schema
        .createTable('visit_lines')
        .addColumn('visit_id', 'varchar(36)', (column) => column.notNull().references('visits.id'))
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('page_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('figures', 'text', (column) => column.notNull())
        .addColumn('stored_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('visit_lines_key', ['visit_id', 'person_id', 'page_id'])
        .execute(),
  },
}
