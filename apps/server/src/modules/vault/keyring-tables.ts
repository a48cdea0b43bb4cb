import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The tables of the keyring, a database of its own: a copy of the other one carries no keys. */
export interface KeyringTables {
  /** `tenant`: whose keys these are; `kek`: the key-encryption key that new keys are wrapped by. */
  settings: { name: 'tenant' | 'kek'; value: string }
  keys: {
    id: string
    /** The key that wraps this one and takes it along when it is destroyed; null for the key `kek`. */
    parent: string | null
    kek: string | null
    wrapped: string
    created_at: number
  }
}

type Schema = Kysely<unknown>

/** As with the other tables: one change each, and never edit one that has been released. */
export const keyringMigrations: Record<string, Migration> = {
  '0001_settings': {
    up: (db: Schema) =>
      db.schema
        .createTable('settings')
        .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute(),
  },
  '0002_keys': {
    up: (db: Schema) =>
      db.schema
        .createTable('keys')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('parent', 'varchar(36)', (column) => column.references('keys.id').onDelete('cascade'))
        .addColumn('kek', 'varchar(64)')
        .addColumn('wrapped', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0003_keys_by_parent': {
    up: (db: Schema) => db.schema.createIndex('keys_by_parent').on('keys').column('parent').execute(),
  },
  '0004_keys_by_kek': {
    up: (db: Schema) => db.schema.createIndex('keys_by_kek').on('keys').column('kek').execute(),
  },
}
