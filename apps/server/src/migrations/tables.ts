import type { AuditEventName, AuditRole, EndReason } from '@visita/protocol'

/**
 * The tables as the newest migration leaves them. Times are epoch milliseconds; `sealed_…` columns hold
 * what the vault made and open only for their own row, with the key of its person or visit; `…_hash` columns hold SHA-256 in hex.
 */
export interface Tables {
  settings: { name: string; value: string }
  people: {
    id: string
    token_hash: string
    sealed_name: string
    expires_at: number
  }
  visits: {
    id: string
    room_hash: string
    sealed_room: string
    started_at: number
    ended_at: number | null
    end_reason: EndReason | null
    ended_by: string | null
  }
  participants: {
    visit_id: string
    person_id: string
    /** 0 for the caller, 1 for the callee. */
    place: number
    sealed_name: string
    seat_hash: string
    joined_at: number | null
    left_at: number | null
  }
  messages: {
    visit_id: string
    id: string
    author_id: string
    sealed_text: string
    sent_at: number
    stored_at: number
  }
  boards: {
    visit_id: string
    revision: number
    sealed_scene: Uint8Array
    sealed_png: Uint8Array
    updated_at: number
  }
  files: {
    visit_id: string
    id: string
    /** Names the upload and the file on disk; unlike `id` it is never chosen by a page. */
    storage_id: string
    sender_id: string
    size: number
    sealed_details: string
    created_at: number
    completed_at: number | null
  } /** Only ever added to; `prev_hash` and `hash` chain the rows (modules/audit/chain.ts). */
  audit: {
    seq: number
    at: number
    actor_id: string | null
    actor_role: AuditRole
    event: AuditEventName
    subject_id: string | null
    object_id: string | null
    /** JSON of ids, enums and numbers. */
    details: string
    sealed_text: string | null
    prev_hash: string
    hash: string
  }
  /** The newest row of the chain; `seq` 0 and the hash that the first row follows before there is one. */
  audit_head: { tenant: string; seq: number; hash: string }
}
