/** A report that is younger than this, in milliseconds, is as good as a new one to whoever looks once a second. */
const FRESH = 750

/** Reports of getStats of one connection, each asked for once for all who want to read it. */
export class SharedStats {
  readonly #connection: Pick<RTCPeerConnection, 'getStats'>
  readonly #now: () => number
  #latest: { at: number; report: Promise<RTCStatsReport> } | null = null

  constructor(connection: Pick<RTCPeerConnection, 'getStats'>, now = () => performance.now()) {
    this.#connection = connection
    this.#now = now
  }

  /** As it is at this moment. */
  ask(): Promise<RTCStatsReport> {
    const report = this.#connection.getStats()
    this.#latest = { at: this.#now(), report }
    return report
  }

  /** At most `FRESH` old. */
  recent(): Promise<RTCStatsReport> {
    return this.#latest && this.#now() - this.#latest.at < FRESH ? this.#latest.report : this.ask()
  }
}
