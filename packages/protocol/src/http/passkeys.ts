import * as z from 'zod/mini'
import { passkeyIdSchema } from '../ids.ts'

/*
 * What the server asks of somebody's authenticator, and what that answers: the JSON forms of WebAuthn Level 3,
 * sections 5.1.8 and 5.1.9, as far as we use them.
 */

/** `max`: characters. An attestation of a TPM with its certificates is about 8 kB. */
const base64url = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[\w-]+$/))
const credentialId = base64url(1_400)
const credentialType = z.literal('public-key')
/** How a device is reached; more may be invented. */
const transports = z.array(z.string().check(z.maxLength(32), z.regex(/^[a-z-]+$/))).check(z.maxLength(8))

const descriptor = z.object({ id: credentialId, type: credentialType, transports })

/** POST /api/account/passkeys/options: what a new passkey is to be. */
export const creationOptionsSchema = z.object({
  challenge: base64url(128),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: credentialType, alg: z.int() })),
  timeout: z.int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    userVerification: z.literal('required'),
  }),
})
export type CreationOptions = z.infer<typeof creationOptionsSchema>

/** POST …/passkey/options: which passkey is to sign what; without `allowCredentials` any of this clinic's. */
export const requestOptionsSchema = z.object({
  challenge: base64url(128),
  rpId: z.string(),
  timeout: z.int(),
  userVerification: z.literal('required'),
  allowCredentials: z.optional(z.array(descriptor)),
})
export type RequestOptions = z.infer<typeof requestOptionsSchema>

/** What an authenticator signs. `userHandle` is the person's id, where it says so. */
export const assertionSchema = z.object({
  id: credentialId,
  rawId: credentialId,
  type: credentialType,
  response: z.object({
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(4_096),
    signature: base64url(4_096),
    userHandle: z.optional(base64url(128)),
  }),
})
export type Assertion = z.infer<typeof assertionSchema>

/** POST /api/session/passkey, …/code/passkey and …/proof/passkey. */
export const passkeyRequestSchema = z.object({ assertion: assertionSchema })

export const LONGEST_PASSKEY_NAME = 60
/** How its owner tells one passkey from the others. */
export const passkeyNameSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(LONGEST_PASSKEY_NAME))

/** POST /api/account/passkeys; answered as the enrolment of an authenticator app. */
export const enrolPasskeyRequestSchema = z.object({
  name: passkeyNameSchema,
  credential: z.object({
    id: credentialId,
    rawId: credentialId,
    type: credentialType,
    response: z.object({
      clientDataJSON: base64url(4_096),
      attestationObject: base64url(32_768),
      transports: z.optional(transports),
    }),
  }),
})
export type NewPasskey = z.infer<typeof enrolPasskeyRequestSchema>

/** GET /api/account/second-factor. `recoveryCodes`: how many are left. Times in epoch milliseconds. */
export const secondFactorSchema = z.object({
  totp: z.boolean(),
  recoveryCodes: z.int(),
  passkeys: z.array(
    z.object({
      id: passkeyIdSchema,
      name: z.string(),
      createdAt: z.int(),
      /** Null where it was never used since it was made. */
      usedAt: z.nullable(z.int()),
    }),
  ),
})
export type SecondFactor = z.infer<typeof secondFactorSchema>

/** POST /api/account/recovery-codes: the old ones stop working, and these are shown this once. */
export const recoveryCodesReplySchema = z.object({ codes: z.array(z.string()) })
