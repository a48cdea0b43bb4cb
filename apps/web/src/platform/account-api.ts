import {
  enrolledReplySchema,
  invitationListSchema,
  invitationReplySchema,
  linkReplySchema,
  personListSchema,
  recoveryCodesReplySchema,
  secondFactorSchema,
  sessionListSchema,
  sessionReplySchema,
  totpReplySchema,
  type Invitation,
  type InvitationId,
  type LinkToken,
  type PasskeyId,
  type PersonId,
  type Role,
  type SessionId,
} from '@visita/protocol'
import type * as z from 'zod/mini'
import { ask, send } from './http.ts'

/** What somebody types to make an account. */
export interface NewAccount {
  displayName: string
  login: string
  password: string
}

/** A link that admits once, as the token behind its `#`; `expiresAt` in epoch milliseconds. */
export type MadeLink = z.infer<typeof linkReplySchema>

/** What the pages of accounts ask of the server; they are loaded later than the first page, and this with them. */
export const accountApi = {
  setUp: (token: LinkToken, account: NewAccount) =>
    ask(sessionReplySchema, 'POST', '/api/setup', { token, ...account }),
  signUp: (account: NewAccount) => ask(sessionReplySchema, 'POST', '/api/sign-up', account),
  lookAtInvitation: (token: LinkToken): Promise<Invitation> =>
    ask(invitationReplySchema, 'POST', '/api/invitations/look', { token }),
  acceptInvitation: (token: LinkToken, account: NewAccount) =>
    ask(sessionReplySchema, 'POST', '/api/invitations/accept', { token, ...account }),
  async resetPassword(token: LinkToken, password: string): Promise<void> {
    await send('POST', '/api/resets', { token, password })
  },

  giveCode: (code: string) => ask(sessionReplySchema, 'POST', '/api/session/code', { code }),
  proposeTotp: () => ask(totpReplySchema, 'POST', '/api/account/totp'),
  confirmTotp: (secret: string, code: string) =>
    ask(enrolledReplySchema, 'PUT', '/api/account/totp', { secret, code }),
  secondFactor: () => ask(secondFactorSchema, 'GET', '/api/account/second-factor'),
  async removeTotp(): Promise<void> {
    await send('DELETE', '/api/account/totp')
  },
  async removePasskey(id: PasskeyId): Promise<void> {
    await send('DELETE', `/api/account/passkeys/${id}`)
  },
  async renewRecoveryCodes() {
    return (await ask(recoveryCodesReplySchema, 'POST', '/api/account/recovery-codes')).codes
  },
  async changePassword(current: string, next: string): Promise<void> {
    await send('PUT', '/api/account/password', { current, next })
  },

  async sessions() {
    return (await ask(sessionListSchema, 'GET', '/api/sessions')).sessions
  },
  async endOtherSessions(): Promise<void> {
    await send('DELETE', '/api/sessions')
  },
  async endSession(id: SessionId): Promise<void> {
    await send('DELETE', `/api/sessions/${id}`)
  },

  async people() {
    return (await ask(personListSchema, 'GET', '/api/people')).people
  },
  async openInvitations() {
    return (await ask(invitationListSchema, 'GET', '/api/invitations')).invitations
  },
  async withdrawInvitation(id: InvitationId): Promise<void> {
    await send('DELETE', `/api/invitations/${id}`)
  },
  invite: (invitation: Pick<Invitation, 'displayName' | 'roles'>): Promise<MadeLink> =>
    ask(linkReplySchema, 'POST', '/api/invitations', invitation),
  invitePatient: (displayName: string): Promise<MadeLink> =>
    ask(linkReplySchema, 'POST', '/api/invitations/patients', { displayName }),
  offerReset: (id: PersonId): Promise<MadeLink> => ask(linkReplySchema, 'POST', `/api/people/${id}/reset`),
  async changePerson(
    id: PersonId,
    change: { roles?: Role[]; status?: 'active' | 'disabled' },
  ): Promise<void> {
    await send('PATCH', `/api/people/${id}`, change)
  },
}
