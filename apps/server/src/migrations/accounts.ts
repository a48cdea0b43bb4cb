import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

type Schema = Kysely<unknown>

/** How long a session lasted, of which only the end was kept. */
const OLD_SESSION_MS = 12 * 60 * 60 * 1000

/** Persons, accounts and how they come in. See index.ts for the rules. */
export const accountMigrations: Record<string, Migration> = {
  '0020_persons': {
    up: (db: Schema) =>
      db.schema
        .createTable('persons')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('sealed_name', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0021_sessions': {
    up: (db: Schema) =>
      db.schema
        .createTable('sessions')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull().references('persons.id'))
        .addColumn('token_hash', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('level', 'varchar(16)', (column) => column.notNull())
        .addColumn('sealed_device', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('seen_at', 'bigint', (column) => column.notNull())
        .addColumn('proven_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0022_sessions_by_person': {
    up: (db: Schema) =>
      db.schema.createIndex('sessions_by_person').on('sessions').column('person_id').execute(),
  },
  '0023_accounts': {
    up: (db: Schema) =>
      db.schema
        .createTable('accounts')
        .addColumn('person_id', 'varchar(36)', (column) => column.primaryKey().references('persons.id'))
        .addColumn('login_index', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('sealed_login', 'text', (column) => column.notNull())
        .addColumn('password_hash', 'varchar(255)')
        .addColumn('sealed_totp', 'text')
        .addColumn('totp_step', 'bigint', (column) => column.notNull())
        .addColumn('status', 'varchar(16)', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0024_account_roles': {
    up: (db: Schema) =>
      db.schema
        .createTable('account_roles')
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('role', 'varchar(32)', (column) => column.notNull())
        .addPrimaryKeyConstraint('account_roles_key', ['person_id', 'role'])
        .execute(),
  },
  '0025_recovery_codes': {
    up: (db: Schema) =>
      db.schema
        .createTable('recovery_codes')
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('code_hash', 'varchar(64)', (column) => column.notNull())
        .addPrimaryKeyConstraint('recovery_codes_key', ['person_id', 'code_hash'])
        .execute(),
  },
  '0026_known_devices': {
    up: (db: Schema) =>
      db.schema
        .createTable('known_devices')
        .addColumn('token_hash', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0027_links': {
    up: (db: Schema) =>
      db.schema
        .createTable('links')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('token_hash', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('kind', 'varchar(16)', (column) => column.notNull())
        .addColumn('sealed_purpose', 'text', (column) => column.notNull())
        .addColumn('made_by', 'varchar(36)')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0028_care_team': {
    up: (db: Schema) =>
      db.schema
        .createTable('care_team')
        .addColumn('patient_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('doctor_id', 'varchar(36)', (column) => column.notNull().references('accounts.person_id'))
        .addColumn('since', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('care_team_key', ['patient_id', 'doctor_id'])
        .execute(),
  },
  '0029_care_team_by_doctor': {
    up: (db: Schema) =>
      db.schema.createIndex('care_team_by_doctor').on('care_team').column('doctor_id').execute(),
  },
  /* Guests of the time before accounts keep their session, and the visits that it opens. */
  '0030_guests_as_persons': {
    up: async (db: Schema) => {
      await sql`insert into persons (id, sealed_name, created_at)
        select id, sealed_name, expires_at - ${OLD_SESSION_MS} from people`.execute(db)
    },
  },
  '0031_guests_as_sessions': {
    up: async (db: Schema) => {
      const begun = sql`expires_at - ${OLD_SESSION_MS}`
      await sql`insert into sessions (id, person_id, token_hash, level, created_at, seen_at, proven_at)
        select id, id, token_hash, 'guest', ${begun}, ${begun}, ${begun} from people`.execute(db)
    },
  },
  '0032_no_more_people': {
    up: (db: Schema) => db.schema.dropTable('people').execute(),
  },
}
