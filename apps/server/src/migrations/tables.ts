import type {
  AuditEventName,
  AuditEventOf,
  AuditRole,
  CaseEntry,
  CaseState,
  CaseStep,
  ConsentAnswer,
  EndReason,
  RetakeReason,
  Score,
  Slot,
  VisitRole,
} from '@visita/protocol'

/**
 * The tables as the newest migration leaves them. Times are epoch milliseconds; `sealed_…` columns hold
 * what the vault made and open only for their own row, with the key of its person or visit; `…_hash` columns hold SHA-256 in hex.
 */
export interface Tables {
  settings: { name: string; value: string }
  persons: { id: string; sealed_name: string; created_at: number }
  sessions: {
    id: string
    person_id: string
    token_hash: string
    level: 'guest' | 'pending' | 'account'
    /** Null for those from before it was kept. */
    sealed_device: string | null
    /** How its person came in, `method` of `session.opened`; null as well. */
    came_by: AuditEventOf<'session.opened'>['details']['method'] | null
    created_at: number
    seen_at: number
    proven_at: number
  }
  accounts: {
    person_id: string
    /** A blind index: finds the login and does not tell it. */
    login_index: string
    sealed_login: string
    /** Null for those who sign in elsewhere only. */
    password_hash: string | null
    sealed_totp: string | null
    totp_step: number
    status: 'active' | 'disabled'
    created_at: number
  }
  account_roles: { person_id: string; role: string }
  recovery_codes: { person_id: string; code_hash: string }
  passkeys: {
    id: string
    person_id: string
    /** Of the credential's id, which the authenticator has chosen at random. */
    credential_hash: string
    /** What the authenticator has been used, by its own count; 0 for those that do not count. */
    counter: number
    sealed_credential: string
    created_at: number
    used_at: number | null
  }
  /** What an authenticator was asked to sign, until it has. */
  passkey_challenges: {
    holder_hash: string
    purpose: string
    challenge_hash: string
    expires_at: number
  }
  /** Who somebody is to the hospital's own login, found by a blind index. */
  hospital_identities: {
    person_id: string
    identity_index: string
    sealed_identity: string
    created_at: number
  }
  known_devices: { token_hash: string; person_id: string; created_at: number }
  links: {
    id: string
    token_hash: string
    kind: string
    sealed_purpose: string
    made_by: string | null
    /** The guest who comes with it; null for a link of another kind. */
    person_id: string | null
    created_at: number
    expires_at: number
  }
  /** Which doctors treat which patients. */
  care_team: { patient_id: string; doctor_id: string; since: number }
  visits: {
    id: string
    room_hash: string
    sealed_room: string
    started_at: number
    ended_at: number | null
    end_reason: EndReason | null
    ended_by: string | null
    /** The account whose record the visit belongs to; null where guests met. */
    patient_id: string | null
    /** Nobody else comes in from then on. */
    locked_at: number | null
  }
  participants: {
    visit_id: string
    person_id: string
    /** 0 for the caller, 1 for the callee. */
    place: number
    /** As what they took part. */
    role: VisitRole
    sealed_name: string
    seat_hash: string
    joined_at: number | null
    left_at: number | null
    /** Left the visit while it went on, and may not come back uninvited. */
    gone_at: number | null
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
  }
  photos: {
    id: string
    case_id: string
    /** As in the case; what is new is asked for by patients. */
    patient_id: string
    lesion_id: string | null
    /** Names the upload and the files on disk; unlike `id` it is never chosen by a page. */
    storage_id: string
    sender_id: string
    slot: Slot
    size: number
    sealed_details: string
    created_at: number
    kept_at: number | null
    /** When the first doctor opened it. */
    seen_at: number | null
    retake_why: RetakeReason | null
    retake_at: number | null
  }
  /** What was measured on photographs; only ever added to, and the newest of each holds. */
  measurements: {
    photo_id: string
    revision: number
    case_id: string
    /** JSON of an outline with its scale and sizes; of null where it was taken back. */
    sealed_content: string
    author_id: string
    at: number
  }
  /** How the line of each page was, as `lineSummarySchema` in JSON: numbers, and nothing about the person. */
  visit_lines: { visit_id: string; person_id: string; page_id: string; figures: string; stored_at: number }
  /** Only ever added to; `prev_hash` and `hash` chain the rows (modules/audit/chain.ts). */
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
  requests: {
    id: string
    person_id: string
    state: 'waiting' | 'accepted' | 'withdrawn' | 'expired'
    urgent: number
    doctor_id: string | null
    sealed_said: string
    made_at: number
    closed_at: number | null
    accepted_by: string | null
    /** JSON of `CheckResult`. */
    device_check: string | null
  }
  /** Each followed complaint of a patient, sealed by the patient's key. */
  cases: {
    id: string
    patient_id: string
    /** The responsible doctor: exactly one at any time. */
    doctor_id: string
    /** To whom it is offered; null while it is to nobody. */
    offered_to: string | null
    state: CaseState
    /** JSON of title and complaint. */
    sealed_details: string
    opened_at: number
    closed_at: number | null
  }
  /** Doctors who take part in a case beside the responsible one. */
  case_members: { case_id: string; doctor_id: string; since: number }
  /** What became of a case; only ever added to. */
  case_steps: {
    id: string
    case_id: string
    step: CaseStep
    actor_id: string
    doctor_id: string | null
    at: number
  }
  lesions: {
    id: string
    case_id: string
    /** Counts the corrections; what is sealed opens for its own alone. */
    revision: number
    /** JSON of `LesionRequest`. */
    sealed_details: string
    added_at: number
  }
  /** Only ever added to: what no longer holds is ended by another entry. */
  case_entries: {
    id: string
    case_id: string
    kind: CaseEntry['kind']
    author_id: string
    /** JSON of `CaseEntry`. */
    sealed_content: string
    at: number
  }
  /** Only ever added to: a correction is another one that replaces it. */
  scores: {
    id: string
    case_id: string
    series: Score['series']
    author_id: string
    replaces: string | null
    /** JSON of `ScoreContent`: even which score it is tells of an illness. */
    sealed_content: string
    at: number
  }
  /** What patients are asked to answer. */
  questions: {
    id: string
    case_id: string
    /** As in the case; what is open is asked for by patients. */
    patient_id: string
    asked_by: string
    sealed_instrument: string
    asked_at: number
    /** When it was answered or withdrawn. */
    closed_at: number | null
    /** The answer. */
    score_id: string | null
  }
  /** Drafts, and signed notes that never change. */
  notes: {
    id: string
    case_id: string
    visit_id: string | null
    addendum_to: string | null
    revision: number
    /** JSON of `NoteContent`. */
    sealed_content: string
    author_id: string
    begun_at: number
    written_at: number
    signed_by: string | null
    signed_at: number | null
    signed_hash: string | null
  }
  /** Versions of what a patient's allergies, medicines and history are; the newest holds. */
  backgrounds: {
    patient_id: string
    revision: number
    /** JSON of `BackgroundContent`. */
    sealed_content: string
    author_id: string
    /** When its author began to write it, and when they last did. */
    begun_at: number
    written_at: number
  }
  /** Answers of patients; only ever added to, and the newest of a kind holds. */
  consents: {
    patient_id: string
    kind: string
    revision: number
    answer: ConsentAnswer
    version: number
    author_id: string
    at: number
  }
  break_glass: {
    id: string
    doctor_id: string
    patient_id: string
    sealed_reason: string
    opened_at: number
    ends_at: number
    reviewed_by: string | null
    reviewed_at: number | null
    verdict: 'justified' | 'unjustified' | 'unclear' | null
  }
}
