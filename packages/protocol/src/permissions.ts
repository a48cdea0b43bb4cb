import { ACTING_ROLES, ROLES, type ActingRole } from './roles.ts'

/**
 * What somebody is to the thing they ask for. `owner`: it is theirs or about them. `related`: they take part in
 * it, treat its patient, or were invited to it. Everybody else is `unrelated`.
 */
export const RELATIONS = ['owner', 'related', 'unrelated'] as const
export type Relation = (typeof RELATIONS)[number]

/** Up to which relation a role is allowed; a role that a rule does not name is refused (B11). */
type Scope = 'owner' | 'related' | 'any'
type Rule = Readonly<Partial<Record<ActingRole, Scope>>>

const each = (roles: readonly ActingRole[], scope: Scope): Rule =>
  Object.fromEntries(roles.map((role) => [role, scope]))

const everybody = each(ACTING_ROLES, 'any')
const ownAccount = each(ROLES, 'owner')
const inVisits = { guest: 'related', patient: 'related', doctor: 'related' } as const satisfies Rule
/** Whoever sits in a room, also who came for somebody else: they see, hear and speak, and read no record. */
const inRooms = { ...inVisits, interpreter: 'related', relative: 'related' } as const satisfies Rule

/**
 * The closed list of what can be asked of the server. Every route and every socket event names one of these;
 * docs/PERMISSIONS.md is printed from here.
 */
const RULES = {
  /** What the first page must know: who one is, and how one can come in. */
  'session.look': everybody,
  /** Say a name, sign in, use a link. */
  'session.open': everybody,
  'session.close': everybody,
  'session.list': ownAccount,
  'session.revoke': ownAccount,
  /** Show the password or a code once more before something grave. */
  'session.prove': ownAccount,
  'second_factor.give': { pending: 'owner' },
  'second_factor.change': { ...ownAccount, pending: 'owner' },
  /** Look at one's second factors, remove one, have new recovery codes. */
  'second_factor.manage': ownAccount,
  'password.change': ownAccount,
  /** Tie one's account to the hospital's own login, and untie it. */
  'hospital_login.change': ownAccount,

  'lobby.enter': { guest: 'any', interpreter: 'any', relative: 'any', patient: 'any', doctor: 'any' },
  /** Try one's own line and the ways to the relays before a call. */
  'call.check': { guest: 'any', interpreter: 'any', relative: 'any', patient: 'any', doctor: 'any' },
  'ring.make': { guest: 'any', patient: 'any', doctor: 'any' },
  'ring.answer': inRooms,
  'room.enter': inRooms,
  'room.signal': inRooms,
  'room.end': inRooms,
  /** Show one picture large to all: for the doctors in the room. */
  'room.show': { doctor: 'related' },
  /** For the doctor who opened the visit: who may come into it. */
  'room.lock': { doctor: 'related' },
  'room.invite': { doctor: 'related' },
  /** Whether somebody else may come into one's visit. */
  'room.consent': { guest: 'related', patient: 'related' },

  /** One's own list; it names nobody else's visits. */
  'visit.list': { guest: 'owner', patient: 'owner', doctor: 'owner' },
  'visit.read': inVisits,
  /** Say something in the chat, and how the line was. */
  'visit.say': inRooms,
  /** Add files, and draw. */
  'visit.write': inVisits,

  /** A guest may who came by a link to one visit. */
  'request.make': { guest: 'owner', patient: 'owner' },
  'request.see_own': { guest: 'owner', patient: 'owner' },
  'request.withdraw': { guest: 'owner', patient: 'owner' },
  /** Names, urgency and waiting times; the reasons are for doctors alone. */
  'request.see_queue': { doctor: 'any', coordinator: 'any' },
  'request.accept': { doctor: 'related' },
  'visit_link.make': { doctor: 'any', coordinator: 'any' },
  'visit_link.list': { doctor: 'owner', coordinator: 'owner' },
  'visit_link.withdraw': { doctor: 'owner', coordinator: 'owner' },
  'doctor.list': { patient: 'any', doctor: 'any', coordinator: 'any' },

  'patient.list': { doctor: 'owner', coordinator: 'any' },
  'record.read': { patient: 'owner', doctor: 'related' },
  /** Allergies, medicines and history: what the patient answers before the first visit, and doctors add to. */
  'background.read': { patient: 'owner', doctor: 'related' },
  'background.write': { patient: 'owner', doctor: 'related' },
  /** What the patient agreed to, asked of nobody but the patient. */
  'consent.read': { patient: 'owner', doctor: 'related' },
  'consent.answer': { patient: 'owner' },
  /** The cases of a patient; also for a doctor who has the record open against the rule. */
  'case.read': { patient: 'owner', doctor: 'related' },
  /** For those who treat the patient: access against the rule is for reading. */
  'case.write': { doctor: 'related' },
  /** What one is asked about one's own skin: see it, and answer. */
  'questionnaire.answer': { patient: 'owner' },
  /** Send a photograph into a case: for the patient and those who treat them. */
  'photo.add': { patient: 'owner', doctor: 'related' },
  /** Which photographs of one's own patients no doctor has opened yet. */
  'photo.see_new': { doctor: 'owner' },
  /** For the responsible doctor: offer the case to another, and say who takes part. */
  'case.lead': { doctor: 'owner' },
  /** For the doctor to whom a case is offered. */
  'case.answer': { doctor: 'owner' },
  /** For those who treat the patient, where the responsible doctor no longer works here. */
  'case.take_over': { doctor: 'related' },
  /** One's own cases, and those offered to one. */
  'case.list': { doctor: 'owner' },
  'record.see_readers': { patient: 'owner' },
  'break_glass.open': { doctor: 'any' },
  'break_glass.close': { doctor: 'owner' },
  'break_glass.review': { privacy_officer: 'any' },

  'audit.search': { privacy_officer: 'any' },
  'audit.export': { privacy_officer: 'any' },

  'person.list': { administrator: 'any' },
  'person.invite': { administrator: 'any' },
  'patient.invite': { administrator: 'any', coordinator: 'any', doctor: 'any' },
  /** Those that they made themselves, but for administrators. */
  'invitation.list': { administrator: 'any', coordinator: 'owner', doctor: 'owner' },
  'invitation.withdraw': { administrator: 'any', coordinator: 'owner', doctor: 'owner' },
  'person.change': { administrator: 'any' },
  'person.erase': { administrator: 'any' },

  'settings.read': { administrator: 'any' },
  'settings.change': { administrator: 'any' },
  'system.watch': { administrator: 'any' },
  'backup.make': { administrator: 'any' },
  'relay.check': { administrator: 'any' },
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof RULES
export const PERMISSIONS: Readonly<Record<Permission, Rule>> = RULES

/** Whether somebody with these roles may, being this to the thing they ask for. */
export function may(roles: Iterable<ActingRole>, permission: Permission, relation: Relation): boolean {
  const rule = PERMISSIONS[permission]
  return Array.from(roles).some((role) => {
    const scope = rule[role]
    return (
      scope === 'any' ||
      (scope === 'related' && relation !== 'unrelated') ||
      (scope === 'owner' && relation === 'owner')
    )
  })
}

/** Whether there is anything for which they may: what a route can tell before it knows the thing. */
export const mayEver = (roles: Iterable<ActingRole>, permission: Permission): boolean =>
  may(roles, permission, 'owner')
