/** The tables as they were before the keyring; of that time, and therefore not taken from today's. */
export interface OldTables {
  settings: { name: string; value: string }
  people: {
    id: string
    token_hash: string
    wrapped_key: string
    sealed_name: string
    expires_at: number
  }
  visits: {
    id: string
    room_hash: string
    sealed_room: string
    wrapped_key: string
    started_at: number
    ended_at: number
    end_reason: string
    ended_by: string
  }
  participants: {
    visit_id: string
    person_id: string
    place: number
    sealed_name: string
    seat_hash: string
    joined_at: number
    left_at: number
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
    storage_id: string
    sender_id: string
    size: number
    sealed_details: string
    created_at: number
    completed_at: number
  }
}
