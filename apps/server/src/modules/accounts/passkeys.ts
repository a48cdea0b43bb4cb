import {
  type Assertion,
  type CreationOptions,
  creationOptionsSchema,
  type NewPasskey,
  type Participant,
  type PersonId,
  type RequestOptions,
  requestOptionsSchema,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Account } from './account-repository.ts'
import type { ChallengePurpose, PasskeyChallenges } from './passkey-challenges.ts'
import type { Credential, Passkey, PasskeyRepository } from './passkey-repository.ts'
import type { RelyingParty } from './relying-party.ts'

/* Loaded with the first passkey: an idle server does without its memory. */
const webAuthn = () => import('@simplewebauthn/server')

/** EdDSA, ES256 and RS256, which WebAuthn 5.4 advises to take; Node warns of the newer ones. */
const supportedAlgorithmIDs = [-8, -7, -257]

/** A credential that was just made, and has been shown to be in its owner's hands. */
interface Made {
  credential: Credential
  counter: number
}

/** Who answers a challenge: the session, or before there is one the browser; and where the answer came in. */
export interface Answerer {
  holder: string
  /** TCP. */
  port: number | undefined
}

/** An answer that was right as far as can be told without writing; `use` makes sure that it is given once. */
export interface Verified {
  passkey: Passkey
  /** False where the authenticator's count did not rise. */
  use: (tx: Tx) => Promise<boolean>
}

/** Why an answer is not taken, as the audit log has it. */
export type PasskeyFault = 'unknown' | 'expired' | 'wrong'

/**
 * Passkeys (WebAuthn Level 3): a key pair in somebody's device, of which the server knows the public half. Using one
 * takes the device and what unlocks it, so it stands for both factors.
 */
export class Passkeys {
  readonly #passkeys: PasskeyRepository
  readonly #challenges: PasskeyChallenges
  readonly #party: RelyingParty
  readonly #clinicName: () => string
  readonly #clock: Clock

  constructor(deps: {
    passkeys: PasskeyRepository
    challenges: PasskeyChallenges
    party: RelyingParty
    clinicName: () => string
    clock: Clock
  }) {
    this.#passkeys = deps.passkeys
    this.#challenges = deps.challenges
    this.#party = deps.party
    this.#clinicName = deps.clinicName
    this.#clock = deps.clock
  }

  /** What the person's device is told of them is for the person alone, when they choose among their passkeys. */
  async offer(
    { login }: Account,
    { id, displayName }: Participant,
    holder: string,
  ): Promise<CreationOptions> {
    const { generateRegistrationOptions } = await webAuthn()
    const known = await this.#passkeys.listOf(id)
    const options = await generateRegistrationOptions({
      rpID: this.#party.id,
      rpName: this.#clinicName(),
      userID: new Uint8Array(Buffer.from(id)),
      userName: login,
      userDisplayName: displayName,
      attestationType: 'none',
      supportedAlgorithmIDs,
      excludeCredentials: known.map(({ credential }) => credential),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    await this.#challenges.keep(holder, 'enrol', options.challenge)
    return creationOptionsSchema.parse(options)
  }

  /** `wrong_credentials` for what is no answer to the offer, `conflict` for a credential that is known already. */
  async verifyNew({ name, credential }: NewPasskey, { holder, port }: Answerer): Promise<Made> {
    const isAnswer = await this.#challenges.take(holder, 'enrol')
    if (isAnswer === null) throw new Refusal('wrong_credentials')
    if ((await this.#passkeys.findByCredential(credential.id)) !== null) throw new Refusal('conflict')
    const { verifyRegistrationResponse } = await webAuthn()
    const { transports = [], ...response } = credential.response
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...credential, response: { ...response, transports }, clientExtensionResults: {} },
      expectedChallenge: isAnswer,
      expectedOrigin: this.#party.originsAt(port),
      expectedRPID: this.#party.id,
      supportedAlgorithmIDs,
    }).catch(() => ({ registrationInfo: undefined }))
    if (registrationInfo === undefined) throw new Refusal('wrong_credentials')
    const { id, publicKey, counter } = registrationInfo.credential
    const made = { id, publicKey: Buffer.from(publicKey).toString('base64url'), transports, name }
    return { credential: made, counter }
  }

  /** Whose passkey this is, if anybody's; that it was theirs who used it is still to be seen. */
  async ownerOf(credentialId: string): Promise<PersonId | null> {
    return (await this.#passkeys.findByCredential(credentialId))?.personId ?? null
  }

  add(tx: Tx, personId: PersonId, made: Made): Promise<void> {
    return this.#passkeys.add(tx, { personId, ...made }, this.#clock())
  }

  /** `of`: whose passkeys may answer, `not_found` where they have none; null lets the device offer what it has. */
  async ask(holder: string, purpose: ChallengePurpose, of: PersonId | null): Promise<RequestOptions> {
    const { generateAuthenticationOptions } = await webAuthn()
    const known = of === null ? [] : await this.#passkeys.listOf(of)
    if (of !== null && known.length === 0) throw new Refusal('not_found')
    const options = await generateAuthenticationOptions({
      rpID: this.#party.id,
      userVerification: 'required',
      ...(of === null ? {} : { allowCredentials: known.map(({ credential }) => credential) }),
    })
    await this.#challenges.keep(holder, purpose, options.challenge)
    return requestOptionsSchema.parse(options)
  }

  /** Looks at an answer: signature, challenge, origin, name, presence and unlocking; not yet at the count. */
  async verify(
    assertion: Assertion,
    purpose: ChallengePurpose,
    { holder, port }: Answerer,
  ): Promise<Verified | PasskeyFault> {
    const isAnswer = await this.#challenges.take(holder, purpose)
    if (isAnswer === null) return 'expired'
    const passkey = await this.#passkeys.findByCredential(assertion.id)
    if (passkey === null) return 'unknown'
    const { verifyAuthenticationResponse } = await webAuthn()
    const { userHandle, ...response } = assertion.response
    const { id, publicKey } = passkey.credential
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, response, clientExtensionResults: {} },
      expectedChallenge: isAnswer,
      expectedOrigin: this.#party.originsAt(port),
      expectedRPID: this.#party.id,
      // The count is compared where it is written, so that of two answers at once one is refused.
      credential: { id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
    }).catch(() => ({ verified: false, authenticationInfo: null }))
    if (!verified || authenticationInfo === null) return 'wrong'
    if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== passkey.personId) {
      return 'wrong'
    }
    const { newCounter } = authenticationInfo
    return { passkey, use: (tx) => this.#passkeys.use(tx, passkey.id, newCounter, this.#clock()) }
  }
}
