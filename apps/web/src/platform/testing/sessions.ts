import type { Role, SecondFactorKind, SessionReply, SessionState } from '@visita/protocol'
import { aPerson, asParticipant } from './samples.ts'

const self = asParticipant(aPerson(1))

export const nobody: SessionState = { level: 'none' }
export const aGuest = (): SessionState => ({ level: 'guest', self, byLink: false })
/** Somebody who came by a link to one visit. */
export const anExpectedGuest = (): SessionState => ({ level: 'guest', self, byLink: true })
/** Somebody who came by a link into a visit that goes on. */
export const anInterpreter = (): SessionState => ({ level: 'companion', self, as: 'interpreter' })
export const aStaffMember = (roles: Role[]): SessionState => ({ level: 'account', self, roles })
/** Somebody who has given the password and owes the second factor. */
export const someoneHalfIn = (...factors: SecondFactorKind[]): SessionState => ({
  level: 'pending',
  self,
  factors,
})

export const aClinic = (change: Partial<SessionReply['clinic']> = {}): SessionReply['clinic'] => ({
  name: 'Practice on the Hill',
  lobby: 'open',
  selfSignUp: false,
  hospitalLogin: null,
  setUp: false,
  ...change,
})

export const aReply = (session: SessionState, clinic = aClinic()): SessionReply => ({ session, clinic })
