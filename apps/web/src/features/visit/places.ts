import type { Attendant } from '@visita/protocol'

/** Of each two the one who came later yields. */
export const isPolite = (self: Attendant, other: Attendant): boolean => self.place > other.place

/** The doctor who opened the visit, and not one who was invited into it. */
export const isHost = ({ role, place }: Attendant): boolean => role === 'doctor' && place < 2
