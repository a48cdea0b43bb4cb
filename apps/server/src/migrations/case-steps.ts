import { caseStepSchema } from '@visita/protocol'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import * as z from 'zod/mini'
import { newId } from '../platform/random.ts'

type Schema = Kysely<unknown>

interface Then {
  cases: { id: string }
  audit: {
    seq: number
    at: number
    actor_id: string | null
    event: string
    object_id: string | null
    details: string
  }
  case_steps: {
    id: string
    case_id: string
    step: string
    actor_id: string
    doctor_id: string | null
    at: number
  }
}

const detailsSchema = z.object({
  what: z.optional(z.string()),
  step: z.optional(z.string()),
  doctor: z.optional(z.string()),
})

/** What became of cases until now stands in the log alone. */
async function takeFromLog(db: Kysely<Then>): Promise<void> {
  const rows = await db
    .selectFrom('audit')
    .innerJoin('cases', 'cases.id', 'audit.object_id')
    .select(['cases.id as caseId', 'audit.at', 'audit.actor_id', 'audit.event', 'audit.details'])
    .where('audit.event', 'in', ['case.opened', 'case.changed', 'case.passed'])
    .orderBy('audit.seq')
    .execute()
  for (const { caseId, at, actor_id, event, details } of rows) {
    const { what, step, doctor = null } = detailsSchema.parse(JSON.parse(details))
    const said = caseStepSchema.safeParse(event === 'case.opened' ? 'opened' : (step ?? what))
    if (!said.success || actor_id === null) continue
    const row = { id: newId(), case_id: caseId, step: said.data, actor_id, doctor_id: doctor, at }
    await db.insertInto('case_steps').values(row).execute()
  }
}

/** What the timeline of a case is read from. See index.ts for the rules. */
export const caseStepMigrations: Record<string, Migration> = {
  '0171_case_steps': {
    up: (db: Schema) =>
      db.schema
        .createTable('case_steps')
        .addColumn('id', 'varchar(36)', (column) => column.primaryKey())
        .addColumn('case_id', 'varchar(36)', (column) => column.notNull().references('cases.id'))
        .addColumn('step', 'varchar(16)', (column) => column.notNull())
        .addColumn('actor_id', 'varchar(36)', (column) => column.notNull())
        .addColumn('doctor_id', 'varchar(36)')
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute(),
  },
  '0172_case_steps_by_case': {
    up: (db: Schema) =>
      db.schema.createIndex('case_steps_by_case').on('case_steps').columns(['case_id', 'at']).execute(),
  },
  '0173_case_steps_from_log': { up: takeFromLog },
  '0174_notes_by_signature': {
    up: (db: Schema) =>
      db.schema.createIndex('notes_by_signature').on('notes').columns(['case_id', 'signed_at']).execute(),
  },
}
