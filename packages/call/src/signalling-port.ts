import type { Signal } from '@visita/protocol'

/** The way to the other page for setting up a connection. The app implements it over its socket. */
export interface SignallingPort {
  /** Resolves when the other page has the signal; rejects when it could not be delivered now. */
  send(signal: Signal): Promise<void>
  onSignal(handler: (signal: Signal) => void): () => void
  /** The other page can be reached now: at first, and after either side's socket was away. */
  onReachable(handler: () => void): () => void
}
