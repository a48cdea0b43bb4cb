import type { RoomId } from '@visita/protocol'
import { toHex } from '../hex.ts'

/** What one end of a connection puts into the code. */
export interface SafetyPart {
  /** As `fingerprintOf` gives it. */
  fingerprint: string
  /** 64 hexadecimal digits, chosen before the other end's was known. */
  nonce: string
}

const GROUPS = 4
const GROUP_DIGITS = 3
const CODES = 10n ** BigInt(GROUPS * GROUP_DIGITS)

/**
 * The code of a connection, as groups of digits to be read aloud: the same at both ends, whichever is named
 * first. Twelve digits are 39.9 bits; the commitment before it (`SafetyExchange`) leaves whoever sits in between
 * one guess for each connection, so that no amount of computing helps.
 */
export async function safetyCode(roomId: RoomId, ends: readonly [SafetyPart, SafetyPart]): Promise<string[]> {
  const lines = ends.map(({ fingerprint, nonce }) => `${fingerprint} ${nonce}`).toSorted()
  const digest = await sha256(['visita safety code 1', roomId, ...lines].join('\n'))
  // 64 bits: the remainder favours no code by more than one in ten million.
  const digits = (new DataView(digest).getBigUint64(0) % CODES)
    .toString()
    .padStart(GROUPS * GROUP_DIGITS, '0')
  return Array.from({ length: GROUPS }, (_, group) =>
    digits.slice(group * GROUP_DIGITS, (group + 1) * GROUP_DIGITS),
  )
}

/** What is shown of a nonce before it: it gives nothing away, and fits no other nonce. */
export async function commitmentTo(nonce: string): Promise<string> {
  return toHex(await sha256(`visita safety commitment 1\n${nonce}`))
}

export const newNonce = (): string => toHex(crypto.getRandomValues(new Uint8Array(32)).buffer)

const sha256 = (text: string): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
