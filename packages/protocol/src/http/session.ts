import * as z from 'zod/mini'
import { displayNameSchema } from '../display-name.ts'
import { linkTokenSchema, sessionIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { companionRoleSchema, roleSchema } from '../roles.ts'

/** Who may use the quick lobby (A3): whoever reaches the page, only those with an account, or nobody. */
export const lobbyModeSchema = z.enum(['open', 'signed_in', 'off'])
export type LobbyMode = z.infer<typeof lobbyModeSchema>

/** With what somebody can show who they are after the password, besides recovery codes. */
export const secondFactorKindSchema = z.enum(['totp', 'passkey'])
export type SecondFactorKind = z.infer<typeof secondFactorKindSchema>

/** What this browser's session is. `factors`: none for staff who have no second factor yet and must set one up. */
export const sessionStateSchema = z.discriminatedUnion('level', [
  z.object({ level: z.literal('none') }),
  /** `byLink`: with a link to one visit, and not with a name alone. */
  z.object({ level: z.literal('guest'), self: participantSchema, byLink: z.boolean() }),
  z.object({
    level: z.literal('pending'),
    self: participantSchema,
    factors: z.array(secondFactorKindSchema),
  }),
  /** Came with a doctor's link into a visit that goes on. */
  z.object({ level: z.literal('companion'), self: participantSchema, as: companionRoleSchema }),
  z.object({ level: z.literal('account'), self: participantSchema, roles: z.array(roleSchema) }),
])
export type SessionState = z.infer<typeof sessionStateSchema>

/** GET /api/session, and the answer to whatever changes it. The session itself is an HttpOnly cookie. */
export const sessionReplySchema = z.object({
  session: sessionStateSchema,
  clinic: z.object({
    /** Null until an administrator has named it. */
    name: z.nullable(z.string()),
    lobby: lobbyModeSchema,
    selfSignUp: z.boolean(),
    /** What the hospital's own login is called; null where there is none. */
    hospitalLogin: z.nullable(z.string()),
    /** There is no account yet: the link on the server's console makes the first. */
    setUp: z.boolean(),
  }),
})
export type SessionReply = z.infer<typeof sessionReplySchema>

/** PUT /api/session/guest: says who one is (A3), or another name. */
export const guestRequestSchema = z.object({ displayName: displayNameSchema })

export const loginSchema = z.pipe(
  z.string().check(z.maxLength(320)),
  z.pipe(
    z.transform((raw: string) => raw.normalize('NFKC').trim().toLowerCase()),
    z.email(),
  ),
)

/** What is typed as a password; whether a new one is good enough is the server's to say. */
const typedPasswordSchema = z.string().check(z.minLength(1), z.maxLength(256))
export const newPasswordSchema = z.string().check(z.minLength(10), z.maxLength(256))

/** POST /api/session/password. */
export const signInRequestSchema = z.object({ login: loginSchema, password: typedPasswordSchema })

/** Six digits of the authenticator app, or one of the recovery codes; some keyboards write their digits wide. */
export const codeSchema = z.string().check(
  z.overwrite((typed) => typed.normalize('NFKC').trim()),
  z.minLength(6),
  z.maxLength(32),
  z.regex(/^[ -~]+$/),
)
/** POST /api/session/code. */
export const codeRequestSchema = z.object({ code: codeSchema })

/** POST /api/session/proof: shows once more that it is the person of the account who sits here. */
export const proofRequestSchema = z.object({ password: typedPasswordSchema, code: z.optional(codeSchema) })

/** GET /api/sessions; DELETE ends all but the one that asks. `device` is what the browser calls itself; times in epoch milliseconds. */
export const sessionListSchema = z.object({
  sessions: z.array(
    z.object({
      id: sessionIdSchema,
      current: z.boolean(),
      device: z.string(),
      createdAt: z.int(),
      seenAt: z.int(),
    }),
  ),
})
export type SessionList = z.infer<typeof sessionListSchema>

/** POST /api/session/companion: uses up a link into a visit that goes on, and says who one is. */
export const companionRequestSchema = z.object({ token: linkTokenSchema, displayName: displayNameSchema })
/** POST /api/room-links/look: what such a link is for, without using it. */
export const roomLinkSchema = z.object({ as: companionRoleSchema, by: z.string() })
export type RoomLink = z.infer<typeof roomLinkSchema>

/** POST /api/session/link: opens a link to one visit, which admits until that visit has ended. */
export const linkRequestSchema = z.object({ token: linkTokenSchema })
