import { createHmac, randomBytes } from 'node:crypto'

export interface Credentials {
  username: string
  credential: string
}

/**
 * Good until `expiresAt`, in epoch milliseconds. The scheme is that of coturn's `use-auth-secret`
 * (draft-uberti-behave-turn-rest-00): HMAC-SHA1, because TURN's message integrity of that time is SHA-1.
 * User names of TURN travel in clear text: this one says nothing of anybody and is used once.
 */
export function credentialsUntil(expiresAt: number, secret: string): Credentials {
  const username = `${Math.floor(expiresAt / 1_000)}:${randomBytes(12).toString('base64url')}`
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}
