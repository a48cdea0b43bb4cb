import * as z from 'zod/mini'
import { linkTokenSchema } from '../ids.ts'
import { codeSchema, sessionReplySchema } from './session.ts'

/** The page to which the hospital's own login sends people back (OpenID Connect's `redirect_uri`). */
export const HOSPITAL_RETURN = '/hospital'

/** The address of a page of ours, which may carry ids and never words. */
const pageSchema = z.string().check(z.maxLength(200), z.regex(/^\/(?!\/)[a-z0-9/-]*$/))

/** POST /api/session/hospital: begins to sign in there; with an invitation, to make an account. */
export const beginHospitalRequestSchema = z.object({ invitation: z.nullable(linkTokenSchema) })
/**
 * POST /api/session/hospital/proof: begins to show there once more who one is; `page` is where one was, `code` one
 * of the second factor where that login asks for none.
 */
export const proveAtHospitalRequestSchema = z.object({ page: pageSchema, code: z.optional(codeSchema) })
/** Where the browser goes; also the answer to POST /api/account/hospital, which begins to tie an account to it. */
export const hospitalBegunSchema = z.object({ url: z.url() })

/** POST /api/session/hospital/answer: what stands behind the `?` of the address that somebody came back to. */
export const hospitalAnswerRequestSchema = z.object({ answer: z.string().check(z.maxLength(8_192)) })
/** `page`: where to go on; null for wherever this person arrives. */
export const hospitalAnsweredSchema = z.object({ reply: sessionReplySchema, page: z.nullable(pageSchema) })

/** GET /api/account/hospital. Without a password, untying would lock this person out. */
export const ownHospitalLoginSchema = z.object({ bound: z.boolean(), password: z.boolean() })
