import * as z from 'zod/mini'
import { displayNameSchema } from '../display-name.ts'
import { invitationIdSchema, linkTokenSchema, personIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { roleSchema } from '../roles.ts'
import { codeSchema, loginSchema, newPasswordSchema, sessionReplySchema } from './session.ts'

const newAccount = { displayName: displayNameSchema, login: loginSchema, password: newPasswordSchema }

/** POST /api/setup: makes the first administrator; the token is in the link on the server's console. */
export const setUpRequestSchema = z.object({ token: linkTokenSchema, ...newAccount })

/** POST /api/sign-up: a patient makes an account, where the clinic allows it. */
export const signUpRequestSchema = z.object(newAccount)

const roles = z.array(roleSchema).check(z.minLength(1), z.maxLength(6))

/** POST /api/invitations, POST /api/invitations/patients. The link is shown once; only its hash is kept. */
export const inviteRequestSchema = z.object({ displayName: displayNameSchema, roles })
export const invitePatientRequestSchema = z.object({ displayName: displayNameSchema })
export const linkReplySchema = z.object({ token: linkTokenSchema, expiresAt: z.int() })

/** POST /api/invitations/look: what the page of the link shows before it is used. */
export const tokenRequestSchema = z.object({ token: linkTokenSchema })
const invitation = { displayName: z.string(), roles, invitedBy: z.nullable(z.string()) }
/** `invitedBy`: the name of who made the link; null where they are no longer here. */
export const invitationReplySchema = z.object(invitation)
export type Invitation = z.infer<typeof invitationReplySchema>

/** GET /api/invitations: those that nobody has used; DELETE /api/invitations/:invitationId withdraws one. */
export const invitationListSchema = z.object({
  invitations: z.array(z.object({ id: invitationIdSchema, ...invitation, expiresAt: z.int() })),
})
export type InvitationList = z.infer<typeof invitationListSchema>

/** POST /api/invitations/accept. */
export const acceptInvitationRequestSchema = z.object({ token: linkTokenSchema, ...newAccount })

/** POST /api/people/:personId/reset gives a link; POST /api/resets uses it. The second factor stays. */
export const resetRequestSchema = z.object({ token: linkTokenSchema, password: newPasswordSchema })

/** PUT /api/account/password. */
export const changePasswordRequestSchema = z.object({
  current: z.string().check(z.minLength(1), z.maxLength(256)),
  next: newPasswordSchema,
})

/** POST /api/account/totp begins enrolment; PUT confirms it with a first code and answers with recovery codes. */
export const totpReplySchema = z.object({ secret: z.string(), uri: z.string() })
export const confirmTotpRequestSchema = z.object({
  secret: z.string().check(z.regex(/^[A-Z2-7]{32}$/)),
  code: codeSchema,
})
/** The recovery codes are shown this once. */
export const enrolledReplySchema = z.object({ codes: z.array(z.string()), reply: sessionReplySchema })

/** GET /api/people. */
export const personListSchema = z.object({
  people: z.array(
    z.extend(participantSchema, {
      login: z.string(),
      roles: z.array(roleSchema),
      secondFactor: z.boolean(),
      status: z.enum(['active', 'disabled']),
      createdAt: z.int(),
    }),
  ),
})
export type PersonList = z.infer<typeof personListSchema>

/** PATCH /api/people/:personId. */
export const changePersonRequestSchema = z.object({
  roles: z.optional(roles),
  status: z.optional(z.enum(['active', 'disabled'])),
})

/** GET /api/doctors: whom one can wish for. */
export const doctorListSchema = z.object({ doctors: z.array(participantSchema) })
/**
 * DELETE /api/people/:personId answers what became of the keys in the backups. `none`: none are made by
 * themselves. `failed`: the folder still has a copy of the erased key, until the next backup there.
 */
export const erasureReplySchema = z.object({ backups: z.enum(['none', 'renewed', 'failed']) })
export type ErasureReply = z.infer<typeof erasureReplySchema>

export const ofPersonSchema = z.object({ personId: personIdSchema })
