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

/** What is stored in a token's place: 64 hex digits that find it and do not tell it. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
