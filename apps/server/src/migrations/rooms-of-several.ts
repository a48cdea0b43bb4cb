import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** Visits of more than two people. See index.ts for the rules. */
export const roomsOfSeveralMigrations: Record<string, Migration> = {
  '0091_gone_from_visits': {
    up: (db: Schema) => db.schema.alterTable('participants').addColumn('gone_at', 'bigint').execute(),
  },
  '0093_locked_visits': {
    up: (db: Schema) => db.schema.alterTable('visits').addColumn('locked_at', 'bigint').execute(),
  },
}
