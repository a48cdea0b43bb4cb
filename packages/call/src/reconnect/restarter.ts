import { StallDetector, type Flow } from './stall-detector.ts'

export interface RestarterOptions {
  /** A count that grows with everything that arrives. */
  received: () => Promise<number>
  /** Resolves when the other page can be reached by signalling; rejects when it cannot be now. */
  reach: () => Promise<void>
  /** Looks for a new route, or asks the other side to. */
  restart: () => void
  /** Begins again with a new connection, where that is this side's to do. */
  replace: () => void
  onBroken: () => void
  onFlowing: () => void
  now?: () => number
}

const LOOK = 400
const LOOK_IN_DOUBT = 200
/** Milliseconds that a restart is given before the next; each following one gets half as much again. */
const FIRST_WAIT = 2_000
const MOST_WAIT = 10_000
/** The way of signalling is asked for again after this long. */
const REACH_AGAIN = 500
/** So many restarts, about half a minute, and the connection itself is given up. */
const RESTARTS_BEFORE_REPLACING = 5

interface Trouble {
  restarts: number
  nextAt: number
}

/**
 * The only one that decides on ICE restarts. An offer into a dead socket would be lost, and one made while
 * the network is away knows no routes: so the other page is reached first, and only then a route looked for.
 */
export class Restarter {
  readonly #options: RestarterOptions
  readonly #now: () => number
  #detector = new StallDetector()
  #state: RTCPeerConnectionState = 'new'
  #trouble: Trouble | null = null
  #reaching: Promise<boolean> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #restartedAt = Number.NEGATIVE_INFINITY
  #looking = false
  #closed = false

  constructor(options: RestarterOptions) {
    this.#options = options
    this.#now = options.now ?? (() => Date.now())
  }

  /** Follows what the browser says of the connection. */
  follow(state: RTCPeerConnectionState): void {
    this.#state = state
    if (state === 'disconnected' || state === 'failed') this.#begin()
    if (state === 'connected') void this.#look()
  }

  /** The network may have changed, or the page has slept. */
  doubt(): void {
    if (this.#state === 'new' || this.#closed) return
    this.#detector.doubt(this.#now())
    void this.#look()
  }

  /** The other side sends picture and sound another way from now on. */
  expectLess(): void {
    this.#detector.expectLess()
  }

  /** The other page can be reached again. */
  reachable(): void {
    const trouble = this.#trouble
    // A restart that is under way is repeated by whoever sends it, not begun again.
    if (trouble && trouble.restarts === 0) trouble.nextAt = this.#now()
    if (trouble) this.#act()
  }

  /** A new route is asked for: by the person, by the other side, or because the relays have changed. */
  restartNow(): void {
    const now = this.#now()
    if (this.#closed || now < this.#restartedAt + FIRST_WAIT) return
    this.#restartedAt = now
    if (this.#trouble) this.#trouble.nextAt = now + FIRST_WAIT
    this.#options.restart()
  }

  /** There is a new connection in place of the old one. */
  beginAgain(): void {
    this.#detector = new StallDetector()
    this.#state = 'new'
    this.#restartedAt = Number.NEGATIVE_INFINITY
    if (this.#trouble) this.#trouble = { restarts: 0, nextAt: this.#now() + MOST_WAIT }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#closed || this.#looking) return
    this.#looking = true
    const count = await this.#options.received().catch(() => null)
    this.#looking = false
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- it may have been closed meanwhile
    if (this.#closed) return
    const judged = count !== null && this.#state !== 'new' && this.#state !== 'connecting'
    const flow = judged ? this.#judge(count) : 'flowing'
    if (this.#trouble) this.#act()
    const calm = this.#trouble === null && this.#reaching === null && flow === 'flowing'
    this.#lookIn(calm ? LOOK : LOOK_IN_DOUBT)
  }

  #lookIn(delay: number): void {
    clearTimeout(this.#timer)
    if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), delay)
  }

  #judge(count: number): Flow {
    const flow = this.#detector.look(this.#now(), count)
    if (flow === 'stalled') this.#begin()
    // So that it is known by the time the line is given up.
    else if (flow === 'quiet') void this.#reach()
    else if (flow === 'flowing' && this.#state === 'connected') this.#end()
    return flow
  }

  #begin(): void {
    if (this.#trouble === null) {
      this.#trouble = { restarts: 0, nextAt: this.#now() }
      this.#options.onBroken()
    }
    this.#act()
    this.#lookIn(LOOK_IN_DOUBT)
  }

  #end(): void {
    this.#trouble = null
    this.#options.onFlowing()
  }

  #act(): void {
    const trouble = this.#trouble
    if (!trouble || this.#closed || this.#now() < trouble.nextAt) return
    trouble.nextAt = Number.POSITIVE_INFINITY
    void this.#reachAndRenew(trouble)
  }

  async #reachAndRenew(trouble: Trouble): Promise<void> {
    const reached = await this.#reach()
    if (this.#trouble !== trouble || this.#closed) return
    const pause = reached ? this.#renew(trouble) : REACH_AGAIN
    trouble.nextAt = this.#now() + pause
  }

  /** Returns how long to wait for it, in milliseconds. */
  #renew(trouble: Trouble): number {
    if (trouble.restarts >= RESTARTS_BEFORE_REPLACING) {
      trouble.restarts = 0
      this.#options.replace()
      return MOST_WAIT
    }
    const now = this.#now()
    const wait = Math.min(MOST_WAIT, FIRST_WAIT * 1.5 ** trouble.restarts)
    trouble.restarts += 1
    // The other side may have noticed first and asked for one: begun again, its routes would be looked for from the start.
    const left = this.#restartedAt + FIRST_WAIT - now
    if (left > 0) return left
    this.#restartedAt = now
    this.#options.restart()
    return wait
  }

  #reach(): Promise<boolean> {
    this.#reaching ??= this.#options.reach().then(
      () => this.#reached(true),
      () => this.#reached(false),
    )
    return this.#reaching
  }

  #reached(reached: boolean): boolean {
    this.#reaching = null
    return reached
  }
}
