import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Refusal } from '../../platform/http-errors.ts'

const QUARTER = 15 * 60
const HOUR = 60 * 60

/** Where an attempt comes from. `knownDevice` names a browser in which this account has signed in before. */
export interface Attempt {
  account: string
  address: string
  knownDevice: string | null
}

/**
 * Bounds guessing by account and by address (C21). What strangers try counts against strangers alone: a browser
 * that has signed in before keeps a share of its own, so nobody can lock a person out of their account.
 */
export class SignInLimits {
  readonly #here = new RateLimiterMemory({ points: 5, duration: QUARTER })
  readonly #address = new RateLimiterMemory({ points: 50, duration: QUARTER })
  readonly #account = new RateLimiterMemory({ points: 30, duration: HOUR })
  readonly #links = new RateLimiterMemory({ points: 20, duration: QUARTER })
  readonly #device = new RateLimiterMemory({ points: 10, duration: QUARTER })

  /** Counts the attempt; throws `too_fast` when it is one too many. */
  async admit({ account, address, knownDevice }: Attempt): Promise<void> {
    const network = networkOf(address)
    try {
      if (knownDevice !== null) {
        await this.#device.consume(knownDevice)
        return
      }
      await this.#address.consume(network)
      await this.#here.consume(`${account} ${network}`)
      await this.#account.consume(account)
    } catch (error) {
      if (error instanceof Error) throw error
      throw new Refusal('too_fast')
    }
  }

  /** Counts somebody who comes with a link; throws `too_fast` when it is one too many. */
  async admitLink(address: string): Promise<void> {
    try {
      await this.#links.consume(networkOf(address))
    } catch (error) {
      if (error instanceof Error) throw error
      throw new Refusal('too_fast')
    }
  }

  /** The link was good: many patients may share the line of one waiting room. */
  async forgiveLink(address: string): Promise<void> {
    await this.#links.reward(networkOf(address))
  }

  /** A success shows that it was the person who mistyped. */
  async forgive({ account, address, knownDevice }: Attempt): Promise<void> {
    await this.#here.delete(`${account} ${networkOf(address)}`)
    if (knownDevice !== null) await this.#device.delete(knownDevice)
  }
}

/** Of IPv6 the first 64 bits: one line has all the addresses below them. */
export const networkOf = (address: string): string =>
  address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address
