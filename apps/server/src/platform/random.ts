import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type RoomId, type SeatToken, roomIdSchema, seatTokenSchema } from '@visita/protocol'
import { v7 } from 'uuid'

/** An id that sorts by the time it was made. It names something and admits to nothing. */
export const newId = (): string => v7()

/** Wholly random, because it tells nothing: not even when the installation was made. */
export const newTenant = (): string => randomUUID()

/** 256 random bits in base64url: whoever holds it is let in. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** For the scripts of one page in one answer: 128 random bits in base64url. */
export const newNonce = (): string => randomBytes(16).toString('base64url')

export const newRoomId = (): RoomId => roomIdSchema.parse(newToken())
export const newSeatToken = (): SeatToken => seatTokenSchema.parse(newToken())

/* Without letters and digits that are mistaken for each other on paper. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'
const READABLE_LENGTH = 16

/** 79 random bits to type from paper, in groups such as `k7md-x2pq-…`. */
export function newReadableCode(): string {
  const letters: string[] = []
  while (letters.length < READABLE_LENGTH) {
    // Bytes past the last whole multiple of the alphabet would make its first letters likelier.
    for (const byte of randomBytes(32)) {
      const letter = byte < 248 ? READABLE[byte % READABLE.length] : undefined
      if (letter !== undefined && letters.length < READABLE_LENGTH) letters.push(letter)
    }
  }
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What is stored in a token's place: 64 hex digits that find it and do not tell it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
