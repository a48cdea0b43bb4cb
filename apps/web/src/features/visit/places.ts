import { COMPANION_ROLES, type Attendant } from '@visita/protocol'

/** Of each two the one who came later yields. */
export const isPolite = (self: Attendant, other: Attendant): boolean => self.place > other.place

/** The doctor who opened the visit, and not one who was invited into it. */
export const isHost = ({ role, place }: Attendant): boolean => role === 'doctor' && place < 2

/** Who came for somebody else sees, hears, speaks and writes; files and the board are not for them. */
export const isCompanion = ({ role }: Pick<Attendant, 'role'>): boolean =>
  COMPANION_ROLES.some((each) => each === role)
