import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** What people who wait have found out about their devices and lines. See index.ts for the rules. */
export const checkMigrations: Record<string, Migration> = {
  '0092_checks_of_requests': {
    // Not sealed: it says nothing of a person's health, and those who may not read the request see it too.
    up: (db: Schema) => db.schema.alterTable('requests').addColumn('device_check', 'varchar(128)').execute(),
  },
}
