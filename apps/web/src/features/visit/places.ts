import type { Attendant, RoomPeer, Seat } from '@visita/protocol'

/** Of each two the one who came later yields. */
export const isPolite = (self: Attendant, other: Attendant): boolean => self.place > other.place

export function otherIn({ peers: [other] }: Seat): RoomPeer {
  if (other === undefined) throw new Error('a room has two people')
  return other
}
