import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { hashOf } from '../../platform/random.ts'

/** Long enough to fetch the security key, and to show once more who one is before a new one is taken. */
const CHALLENGE_MS = 5 * 60_000

/** What signing it is good for: for nothing else. */
export type ChallengePurpose = 'enrol' | 'sign_in' | 'second_factor' | 'proof'

/**
 * What authenticators are asked to sign. Each is kept here, for one session or browser (`holder`) and one
 * purpose, of which the newest counts; it is used up by the first answer, right or wrong.
 */
export class PasskeyChallenges {
  readonly #db: Database
  readonly #clock: Clock

  constructor({ db, clock }: { db: Database; clock: Clock }) {
    this.#db = db
    this.#clock = clock
  }

  async keep(holder: string, purpose: ChallengePurpose, challenge: string): Promise<void> {
    const holder_hash = hashOf(holder)
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .deleteFrom('passkey_challenges')
        .where('holder_hash', '=', holder_hash)
        .where('purpose', '=', purpose)
        .execute()
      await tx
        .insertInto('passkey_challenges')
        .values({
          holder_hash,
          purpose,
          challenge_hash: hashOf(challenge),
          expires_at: this.#clock() + CHALLENGE_MS,
        })
        .execute()
    })
  }

  /** Takes it; null where there is none any more. What is returned says of an answer whether it was to this one. */
  async take(holder: string, purpose: ChallengePurpose): Promise<((answered: string) => boolean) | null> {
    const kept = await this.#db
      .selectFrom('passkey_challenges')
      .select('challenge_hash')
      .where('holder_hash', '=', hashOf(holder))
      .where('purpose', '=', purpose)
      .where('expires_at', '>', this.#clock())
      .executeTakeFirst()
    if (kept === undefined) return null
    // Of two answers at once only one finds it still there.
    const { numDeletedRows } = await this.#db
      .deleteFrom('passkey_challenges')
      .where('holder_hash', '=', hashOf(holder))
      .where('purpose', '=', purpose)
      .where('challenge_hash', '=', kept.challenge_hash)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n ? (answered) => hashOf(answered) === kept.challenge_hash : null
  }

  async removeExpired(): Promise<void> {
    await this.#db.deleteFrom('passkey_challenges').where('expires_at', '<=', this.#clock()).execute()
  }
}
