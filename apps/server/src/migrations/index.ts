import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { accountMigrations } from './accounts.ts'
import type { AdoptKeyring } from './adopt-keyring.ts'
import { caseMigrations } from './cases.ts'
import { noteMigrations } from './notes.ts'
import { backgroundMigrations } from './background.ts'
import { checkMigrations } from './checks.ts'
import { photoMigrations } from './photos.ts'
import { scoreMigrations } from './scores.ts'
import { passkeyMigrations } from './passkeys.ts'
import { hospitalLoginMigrations } from './hospital-login.ts'
import { caseStepMigrations } from './case-steps.ts'
import { consentMigrations } from './consents.ts'
import { measurementMigrations } from './measurements.ts'
import { requestMigrations } from './requests.ts'
import { visitLineMigrations } from './visit-lines.ts'
import { roomsOfSeveralMigrations } from './rooms-of-several.ts'
import { visitLinkMigrations } from './visit-links.ts'

type Schema = Kysely<unknown>

/**
 * Every change of the tables, in the order of the names. One schema change each, because MariaDB does
 * not undo half a migration. Never edit one that has been released.
 */
export const migrationsWith = (adoptKeyring: AdoptKeyring): Record<string, Migration> => ({
  '0001_settings': {
    up: (db: Schema) =>
      db.schema
        .createTable('settings')
        .addColumn('name', 'varchar(64)', (column) => column.primaryKey())
        .addColumn('value', 'text', (column) => column.notNull())
        .execute(),
  },
  '0002_people': {
    up: (db: Schema) =>
      db.schema
        .createTable('people')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('token_hash', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('wrapped_key', 'text', (column) => column.notNull())
        .addColumn('sealed_name', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0003_visits': {
    up: (db: Schema) =>
      db.schema
        .createTable('visits')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('room_hash', 'varchar(64)', (column) => column.notNull().unique())
        .addColumn('sealed_room', 'text', (column) => column.notNull())
        .addColumn('wrapped_key', 'text', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('end_reason', 'varchar(32)')
        .addColumn('ended_by', 'varchar(36)')
        .execute(),
  },
  '0004_visits_by_end': {
    up: (db: Schema) => db.schema.createIndex('visits_by_end').on('visits').column('ended_at').execute(),
  },
  '0005_participants': {
    up: (db: Schema) =>
      db.schema
        .createTable('participants')
        .addColumn('visit_id', 'varchar(36)', (column) => column.notNull().references('visits.id'))
        // No reference: a person is forgotten when the session ends, the visit is kept.
        .addColumn('person_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('place', 'integer', (column) => column.notNull())
        .addColumn('sealed_name', 'text', (column) => column.notNull())
        .addColumn('seat_hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('joined_at', 'bigint')
        .addColumn('left_at', 'bigint')
        .addPrimaryKeyConstraint('participants_key', ['visit_id', 'person_id'])
        .execute(),
  },
  '0006_participants_by_person': {
    up: (db: Schema) =>
      db.schema.createIndex('participants_by_person').on('participants').column('person_id').execute(),
  },
  '0007_messages': {
    up: (db: Schema) =>
      db.schema
        .createTable('messages')
        .addColumn('visit_id', 'varchar(36)', (column) => column.notNull().references('visits.id'))
        .addColumn('id', 'varchar(36)', (column) => column.notNull())
        .addColumn('author_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('sealed_text', 'text', (column) => column.notNull())
        .addColumn('sent_at', 'bigint', (column) => column.notNull())
        .addColumn('stored_at', 'bigint', (column) => column.notNull())
        // The page makes the id, so it is only unique within its visit: no visit can block another's.
        .addPrimaryKeyConstraint('messages_key', ['visit_id', 'id'])
        .execute(),
  },
  '0008_boards': {
    up: (db: Schema) =>
      db.schema
        .createTable('boards')
        .addColumn('visit_id', 'varchar(36)', (column) => column.primaryKey().references('visits.id'))
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .addColumn('sealed_scene', sql`longblob`, (column) => column.notNull())
        .addColumn('sealed_png', sql`longblob`, (column) => column.notNull())
        .addColumn('updated_at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0009_files': {
    up: (db: Schema) =>
      db.schema
        .createTable('files')
        .addColumn('visit_id', 'varchar(36)', (column) => column.notNull().references('visits.id'))
        .addColumn('id', 'varchar(36)', (column) => column.notNull())
        .addColumn('storage_id', 'varchar(36)', (column) => column.notNull().unique())
        .addColumn('sender_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('sealed_details', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('completed_at', 'bigint')
        .addPrimaryKeyConstraint('files_key', ['visit_id', 'id'])
        .execute(),
  },
  '0010_files_by_completion': {
    up: (db: Schema) =>
      db.schema.createIndex('files_by_completion').on('files').column('completed_at').execute(),
  },
  '0011_audit': {
    up: (db: Schema) =>
      db.schema
        .createTable('audit')
        .addColumn('seq', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('actor_id', 'varchar(36)')
        .addColumn('actor_role', 'varchar(32)', (column) => column.notNull())
        .addColumn('event', 'varchar(64)', (column) => column.notNull())
        .addColumn('subject_id', 'varchar(36)')
        .addColumn('object_id', 'varchar(36)')
        // Text and not JSON: the hash is over these very bytes, which a JSON column may write anew.
        .addColumn('details', 'text', (column) => column.notNull())
        .addColumn('sealed_text', 'text')
        .addColumn('prev_hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('hash', 'varchar(64)', (column) => column.notNull())
        .execute(),
  },
  '0012_audit_by_subject': {
    up: (db: Schema) =>
      db.schema.createIndex('audit_by_subject').on('audit').columns(['subject_id', 'seq']).execute(),
  },
  '0013_audit_by_actor': {
    up: (db: Schema) =>
      db.schema.createIndex('audit_by_actor').on('audit').columns(['actor_id', 'seq']).execute(),
  },
  '0014_audit_by_time': {
    up: (db: Schema) => db.schema.createIndex('audit_by_time').on('audit').column('at').execute(),
  },
  '0015_audit_head': {
    up: (db: Schema) =>
      db.schema
        .createTable('audit_head')
        .addColumn('tenant', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('hash', 'varchar(64)', (column) => column.notNull())
        .execute(),
  },
  // It changes rows alone, and comes before the columns go that it takes the keys from.
  '0016_keyring': { up: adoptKeyring },
  '0017_people_without_keys': {
    up: (db: Schema) => db.schema.alterTable('people').dropColumn('wrapped_key').execute(),
  },
  '0018_visits_without_keys': {
    up: (db: Schema) => db.schema.alterTable('visits').dropColumn('wrapped_key').execute(),
  },
  ...accountMigrations,
  ...requestMigrations,
  ...passkeyMigrations,
  ...hospitalLoginMigrations,
  ...visitLinkMigrations,
  ...visitLineMigrations,
  ...roomsOfSeveralMigrations,
  ...checkMigrations,
  ...caseMigrations,
  ...photoMigrations,
  ...scoreMigrations,
  ...backgroundMigrations,
  ...noteMigrations,
  ...consentMigrations,
  ...caseStepMigrations,
  ...measurementMigrations,
})
