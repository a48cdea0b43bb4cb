import { roomIdSchema, seatTokenSchema } from '@visita/protocol'
import * as z from 'zod/mini'

const KEY = 'visita.seat'
const rememberedSeatSchema = z.object({ roomId: roomIdSchema, seatToken: seatTokenSchema })
export type RememberedSeat = z.infer<typeof rememberedSeatSchema>

/**
 * Lets a reloaded tab come back into its call. It holds two random tokens that admit nobody without the
 * session cookie, for this tab only, and nothing about the people.
 */
export const seatMemory = {
  read(): RememberedSeat | null {
    const stored = sessionStorage.getItem(KEY)
    if (stored === null) return null
    try {
      return rememberedSeatSchema.parse(JSON.parse(stored))
    } catch {
      return null
    }
  },
  write({ roomId, seatToken }: RememberedSeat): void {
    sessionStorage.setItem(KEY, JSON.stringify({ roomId, seatToken }))
  },
  clear(): void {
    sessionStorage.removeItem(KEY)
  },
}
