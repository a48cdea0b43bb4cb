import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Links to one visit. See index.ts for the rules. */
export const visitLinkMigrations: Record<string, Migration> = {
  '0080_guests_of_links': {
    // No reference: a guest is forgotten before or after the link.
    up: (db: Schema) => db.schema.alterTable('links').addColumn('person_id', 'varchar(36)').execute(),
  },
}
