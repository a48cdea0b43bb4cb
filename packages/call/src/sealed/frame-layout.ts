import { MEDIA_ROLES, type MediaRole } from '@visita/protocol'

/*
 * A sealed frame: what stays clear, what AES-GCM (NIST SP 800-38D) made of the rest, its tag of 16 bytes, the key's id
 * (1 byte) and the frame's number (4 bytes). From SFrame (RFC 9605) are the ideas alone: whole frames are sealed and not
 * packets, the nonce is a counter, key id and counter travel with the frame and are authenticated. The layout is our own.
 */

export const TAG = 16
export const TRAILER = 5
const NONCE = 12
export const LAST_NUMBER = 2 ** 32 - 1

/* What the packetiser and the depacketiser read of a VP8 frame (RFC 6386, section 9.1): the frame tag, and of a key
   frame the start code and the size. By these the forwarding server knows key frames too. */
const CLEAR = { keyFrame: 10, otherFrame: 3 }

/** How many bytes of this frame stay clear; the same before and after sealing. Of a voice nothing does. */
export function clearBytes(role: MediaRole, frame: Uint8Array, length: number): number {
  if (role === 'microphone' || length === 0) return 0
  const isKeyFrame = ((frame[0] ?? 0) & 1) === 0
  return Math.min(length, isKeyFrame ? CLEAR.keyFrame : CLEAR.otherFrame)
}

/** Unique for a key, because every line of a sender takes its numbers from one counter. */
export function nonceOf(number: number): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(NONCE)
  new DataView(nonce.buffer).setUint32(NONCE - 4, number)
  return nonce
}

/** What is authenticated besides: the line, so that a frame of one is none of another, and all that is clear. */
export function boundTo(role: MediaRole, clear: Uint8Array, trailer: Uint8Array): Uint8Array<ArrayBuffer> {
  return joined([Uint8Array.of(MEDIA_ROLES.indexOf(role)), clear, trailer])
}

export function trailerOf(keyId: number, number: number): Uint8Array<ArrayBuffer> {
  const trailer = new Uint8Array(TRAILER)
  trailer[0] = keyId
  new DataView(trailer.buffer).setUint32(1, number)
  return trailer
}

export function readTrailer(trailer: Uint8Array): { keyId: number; number: number } {
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER)
  return { keyId: view.getUint8(0), number: view.getUint32(1) }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
