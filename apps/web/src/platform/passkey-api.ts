import {
  creationOptionsSchema,
  enrolledReplySchema,
  requestOptionsSchema,
  sessionReplySchema,
  type SessionReply,
} from '@visita/protocol'
import type * as z from 'zod/mini'
import { ask } from './http.ts'
import { Refused } from './refused.ts'

/** Whether this browser has passkeys at all. */
export const hasPasskeys = (): boolean => 'PublicKeyCredential' in globalThis

/**
 * Passkeys: the server says what is to be signed, the browser has the person's device sign it, and the server looks
 * at that. Every call throws `Refused`, also for what happens between person and device.
 */
export const passkeyApi = {
  /** Without a password. */
  signIn: (): Promise<SessionReply> => answer('/api/session/passkey'),
  /** In the place of a code, after the password. */
  give: (): Promise<SessionReply> => answer('/api/session/code/passkey'),
  /** Shows once more who one is. */
  prove: (): Promise<SessionReply> => answer('/api/session/proof/passkey'),

  /** Makes a passkey. `name`: how its owner tells it from others. */
  async enrol(name: string): Promise<z.infer<typeof enrolledReplySchema>> {
    const path = '/api/account/passkeys'
    const optionsJSON = await ask(creationOptionsSchema, 'POST', `${path}/options`)
    const { startRegistration } = await browserPart()
    const { id, rawId, type, response } = await startRegistration({ optionsJSON }).catch(refuse)
    return ask(enrolledReplySchema, 'POST', path, { name, credential: { id, rawId, type, response } })
  },
}

async function answer(path: string): Promise<SessionReply> {
  const { allowCredentials, ...asked } = await ask(requestOptionsSchema, 'POST', `${path}/options`)
  const { startAuthentication } = await browserPart()
  const optionsJSON = allowCredentials === undefined ? asked : { ...asked, allowCredentials }
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON }).catch(refuse)
  return ask(sessionReplySchema, 'POST', path, { assertion: { id, rawId, type, response } })
}

/** Fetched when it is first used. */
const browserPart = () =>
  import('@simplewebauthn/browser').catch(() => {
    throw new Refused('offline')
  })

/** What went wrong between browser and device, as far as it makes a difference to the person. */
function refuse(error: unknown): never {
  const { name } = error instanceof Error ? error : { name: '' }
  if (name === 'SecurityError') throw new Refused('passkey_elsewhere')
  if (name === 'InvalidStateError') throw new Refused('passkey_known')
  throw new Refused('passkey_not_given')
}
