import { auditEventNameSchema, type AuditEventName } from '@visita/protocol'

/** Under which heading somebody looks for a kind of event; one that is in none does not compile. */
const GROUP_OF = {
  'session.opened': 'signingIn',
  'session.failed': 'signingIn',
  'session.closed': 'signingIn',
  'session.revoked': 'signingIn',
  'setup.done': 'accounts',
  'invitation.made': 'accounts',
  'invitation.used': 'accounts',
  'invitation.withdrawn': 'accounts',
  'visit_link.made': 'accounts',
  'visit_link.withdrawn': 'accounts',
  'account.made': 'accounts',
  'account.roles_changed': 'accounts',
  'account.disabled': 'accounts',
  'account.enabled': 'accounts',
  'second_factor.enrolled': 'accounts',
  'second_factor.removed': 'accounts',
  'second_factor.recovery_used': 'accounts',
  'hospital_login.bound': 'accounts',
  'hospital_login.unbound': 'accounts',
  'password.changed': 'accounts',
  'password.reset_asked': 'accounts',
  'password.reset': 'accounts',
  'record.read': 'records',
  'patient.searched': 'records',
  'background.kept': 'records',
  'consent.answered': 'records',
  'note.signed': 'records',
  'case.opened': 'records',
  'case.read': 'records',
  'case.changed': 'records',
  'photo.kept': 'records',
  'photo.read': 'records',
  'photo.retake_asked': 'records',
  'photo.measured': 'records',
  'score.kept': 'records',
  'question.asked': 'records',
  'question.withdrawn': 'records',
  'case.passed': 'records',
  'case.listed': 'records',
  'person.erased': 'records',
  'break_glass.opened': 'emergency',
  'break_glass.closed': 'emergency',
  'break_glass.reviewed': 'emergency',
  'access.refused': 'refused',
  'visit.opened': 'visits',
  'visit.joined': 'visits',
  'visit.ended': 'visits',
  'visit.invited': 'visits',
  'visit.consented': 'visits',
  'visit.left': 'visits',
  'visit.link_made': 'visits',
  'visit.link_withdrawn': 'visits',
  'visit.link_used': 'visits',
  'visit.locked': 'visits',
  'visit.unlocked': 'visits',
  'visit.reopened': 'visits',
  'visit.read': 'visits',
  'message.kept': 'visits',
  'board.kept': 'visits',
  'file.kept': 'visits',
  'file.read': 'visits',
  'request.made': 'visits',
  'request.accepted': 'visits',
  'request.cancelled': 'visits',
  'settings.changed': 'system',
  'key.rotated': 'system',
  'backup.made': 'system',
  'backup.restored': 'system',
  'audit.searched': 'log',
  'audit.exported': 'log',
} as const satisfies Record<AuditEventName, string>

export type EventGroup = (typeof GROUP_OF)[AuditEventName]

/** In the order in which they are offered. */
const GROUPS: readonly EventGroup[] = [
  'records',
  'emergency',
  'refused',
  'visits',
  'signingIn',
  'accounts',
  'system',
  'log',
]

export const EVENT_GROUPS: readonly { group: EventGroup; events: AuditEventName[] }[] = GROUPS.map(
  (group) => ({
    group,
    events: auditEventNameSchema.def.values.filter((event) => GROUP_OF[event] === group),
  }),
)

/** The events of a choice, which is the name of one of them or of a group; null for all there are. */
export function eventsOf(kind: string): AuditEventName[] | null {
  const group = EVENT_GROUPS.find((each) => each.group === kind)
  if (group !== undefined) return group.events
  const event = auditEventNameSchema.safeParse(kind)
  return event.success ? [event.data] : null
}
