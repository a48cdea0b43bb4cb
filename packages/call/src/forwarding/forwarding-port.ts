import type { PersonId } from '@visita/protocol'

/** How a page reaches the forwarding server: through its own server, which decides what it may. Each may be refused. */
export interface ForwardingPort {
  /** `offered`: there is one; `publishing`: who sends by it at this moment. */
  look(): Promise<{ offered: boolean; publishing: readonly PersonId[] }>
  /** Gives the offer of what this page sends, for its answer. */
  publish(sdp: string): Promise<string>
  /** Asks for the offer of what `of` sends. */
  subscribe(of: PersonId): Promise<string>
  answer(of: PersonId, sdp: string): Promise<void>
  /** Of the line that carries what `of` sends; of oneself, the one up. */
  candidate(of: PersonId, candidate: RTCIceCandidate): Promise<void>
  stop(of: PersonId): Promise<void>
  onPublishing(handler: (publishing: readonly PersonId[]) => void): () => void
}
