import type { FileId } from '@visita/protocol'

/**
 * Carries the bytes of the board's images; the application does it over its file transfer. Only images that
 * the other page has asked for are sent, so that a reloaded page asks again and gets them again.
 */
export interface BoardImages {
  /** Begins to send. Calling it again while the same image is under way changes nothing. */
  send(id: FileId, image: Blob): void
  /** Returns the function that unsubscribes. */
  on(event: 'arrived', handler: (arrived: { id: FileId; image: Blob }) => void): () => void
}
