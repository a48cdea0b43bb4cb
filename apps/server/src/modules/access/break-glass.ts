import { EventEmitter } from 'node:events'
import {
  type BreakGlassId,
  breakGlassIdSchema,
  type PersonId,
  personIdSchema,
  type Verdict,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import { newId } from '../../platform/random.ts'
import type { Audit } from '../audit/index.ts'
import { type Keyring, open, seal, SealError } from '../vault/index.ts'

const MINUTES = 60

/** `reason` is null when the patient was erased, and with them the key that it was sealed with. */
export interface StoredAccess {
  id: BreakGlassId
  doctorId: PersonId
  patientId: PersonId
  reason: string | null
  openedAt: number
  endsAt: number
  verdict: Verdict | null
}

interface BreakGlassEvents {
  /** One was opened, given back or judged. */
  changed: [Pick<StoredAccess, 'doctorId' | 'patientId'>]
}

/** As many reviewed ones as are listed with those that wait. */
const LISTED = 200

const reasonOf = (id: string) => ({ table: 'break_glass', row: id, column: 'sealed_reason' })
const auditTextOf = (id: string) => ({ table: 'audit', row: id, column: 'sealed_text' })

/**
 * Access against the rule (X7, C41): a doctor without relation opens a record for an hour, having just shown who
 * they are and given a reason that the patient and the privacy officer will read.
 */
export class BreakGlass {
  readonly events = new EventEmitter<BreakGlassEvents>()
  readonly #db: Database
  readonly #keyring: Keyring
  readonly #audit: Audit
  readonly #clock: Clock

  constructor(deps: { db: Database; keyring: Keyring; audit: Audit; clock: Clock }) {
    this.#db = deps.db
    this.#keyring = deps.keyring
    this.#audit = deps.audit
    this.#clock = deps.clock
  }

  /** Whoever has it open already keeps that access, with its reason: a second press opens no second one. */
  async open(
    { person: doctor }: Member,
    patientId: PersonId,
    reason: string,
  ): Promise<{ id: BreakGlassId; endsAt: number }> {
    const key = await this.#keyring.find(patientId)
    if (key === null) throw new Refusal('not_found')
    const id = breakGlassIdSchema.parse(newId())
    const openedAt = this.#clock()
    const endsAt = openedAt + MINUTES * 60_000
    const before = await this.#db.transaction().execute(async (tx) => {
      const present = (await this.openOf(doctor.id, tx)).find((each) => each.patientId === patientId)
      if (present !== undefined) return present
      await tx
        .insertInto('break_glass')
        .values({
          id,
          doctor_id: doctor.id,
          patient_id: patientId,
          sealed_reason: seal(key, reason, reasonOf(id)),
          opened_at: openedAt,
          ends_at: endsAt,
          reviewed_by: null,
          reviewed_at: null,
          verdict: null,
        })
        .execute()
      await this.#audit.write(tx, {
        event: 'break_glass.opened',
        actor: doctor.id,
        actorRole: 'doctor',
        subject: patientId,
        object: id,
        details: { minutes: MINUTES },
        sealedText: seal(key, reason, auditTextOf(id)),
      })
      return null
    })
    if (before !== null) return { id: before.id, endsAt: before.endsAt }
    this.events.emit('changed', { doctorId: doctor.id, patientId })
    return { id, endsAt }
  }

  /** The reason as the audit log has it; null when the patient was erased, or somebody changed the log. */
  async openLogged(logged: { subject: string; object: string; sealedText: string }): Promise<string | null> {
    const key = await this.#keyring.find(logged.subject)
    try {
      return key && open(key, logged.sealedText, auditTextOf(logged.object))
    } catch (error) {
      if (error instanceof SealError) return null
      throw error
    }
  }

  /** When the access that this doctor has to this patient now ends; null for none. */
  async endOf(doctorId: PersonId, patientId: PersonId): Promise<number | null> {
    const row = await this.#db
      .selectFrom('break_glass')
      .select('ends_at')
      .where('doctor_id', '=', doctorId)
      .where('patient_id', '=', patientId)
      .where('ends_at', '>', this.#clock())
      .orderBy('ends_at', 'desc')
      .executeTakeFirst()
    return row?.ends_at ?? null
  }

  /** Those that a doctor has open now, the one that ends first at the beginning. */
  async openOf(
    doctorId: PersonId,
    db: Pick<Database, 'selectFrom'> = this.#db,
  ): Promise<Pick<StoredAccess, 'id' | 'patientId' | 'endsAt'>[]> {
    const rows = await db
      .selectFrom('break_glass')
      .select(['id', 'patient_id', 'ends_at'])
      .where('doctor_id', '=', doctorId)
      .where('ends_at', '>', this.#clock())
      .orderBy('ends_at')
      .execute()
    return rows.map((row) => ({
      id: breakGlassIdSchema.parse(row.id),
      patientId: personIdSchema.parse(row.patient_id),
      endsAt: row.ends_at,
    }))
  }

  /** How many have no verdict yet. */
  async waiting(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('break_glass')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('reviewed_at', 'is', null)
      .executeTakeFirstOrThrow()
    return count
  }

  /** Gives the access back before its hour is over. */
  async close({ person: doctor }: Member, id: BreakGlassId): Promise<void> {
    const now = this.#clock()
    const row = await this.#db
      .selectFrom('break_glass')
      .select('patient_id')
      .where('id', '=', id)
      .where('doctor_id', '=', doctor.id)
      .where('ends_at', '>', now)
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('not_found')
    const patientId = personIdSchema.parse(row.patient_id)
    await this.#db.transaction().execute(async (tx) => {
      await tx.updateTable('break_glass').set({ ends_at: now }).where('id', '=', id).execute()
      await this.#audit.write(tx, {
        event: 'break_glass.closed',
        actor: doctor.id,
        actorRole: 'doctor',
        subject: patientId,
        object: id,
        details: {},
      })
    })
    this.events.emit('changed', { doctorId: doctor.id, patientId })
  }

  /** All that wait for a verdict, then the newest of the others. */
  async list(): Promise<StoredAccess[]> {
    const rows = await this.#db
      .selectFrom('break_glass')
      .selectAll()
      .orderBy((row) => row('reviewed_at', 'is', null), 'desc')
      .orderBy('opened_at', 'desc')
      .limit(LISTED + (await this.waiting()))
      .execute()
    return Promise.all(
      rows.map(async (row) => {
        const key = await this.#keyring.find(row.patient_id)
        return {
          id: breakGlassIdSchema.parse(row.id),
          doctorId: personIdSchema.parse(row.doctor_id),
          patientId: personIdSchema.parse(row.patient_id),
          reason: key && open(key, row.sealed_reason, reasonOf(row.id)),
          openedAt: row.opened_at,
          endsAt: row.ends_at,
          verdict: row.verdict,
        }
      }),
    )
  }

  /** Once; nobody judges their own access. */
  async review({ person: officer }: Member, id: BreakGlassId, verdict: Verdict): Promise<void> {
    const row = await this.#db
      .selectFrom('break_glass')
      .select(['doctor_id', 'patient_id', 'verdict'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new Refusal('not_found')
    if (row.doctor_id === officer.id) throw new Refusal('forbidden', 'self')
    if (row.verdict !== null) throw new Refusal('conflict')
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .updateTable('break_glass')
        .set({ verdict, reviewed_by: officer.id, reviewed_at: this.#clock() })
        .where('id', '=', id)
        .execute()
      await this.#audit.write(tx, {
        event: 'break_glass.reviewed',
        actor: officer.id,
        actorRole: 'privacy_officer',
        subject: personIdSchema.parse(row.patient_id),
        object: id,
        details: { verdict },
      })
    })
    this.events.emit('changed', {
      doctorId: personIdSchema.parse(row.doctor_id),
      patientId: personIdSchema.parse(row.patient_id),
    })
  }
}
