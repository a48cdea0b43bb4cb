import type { PersonId } from '@visita/protocol'
import { NO_TRACKS, transceiversByRole, type Tracks } from '../tracks.ts'
import { ForwardedLine, type LineNeeds } from './forwarded-line.ts'

/** What one other person sends by the forwarding server, opened here. */
export class Downstream {
  readonly #line: ForwardedLine
  #tracks: Tracks = NO_TRACKS

  constructor(of: PersonId, needs: LineNeeds) {
    const { port, coder } = needs
    this.#line = new ForwardedLine(of, needs, async (connection) => {
      const sdp = await port.subscribe(of)
      await connection.setRemoteDescription({ type: 'offer', sdp })
      const tracks = { ...NO_TRACKS }
      for (const [role, { receiver }] of transceiversByRole(connection)) {
        // Before the answer, so before anything comes.
        coder.open(receiver, role, of)
        tracks[role] = receiver.track
      }
      this.#tracks = tracks
      await connection.setLocalDescription()
      await port.answer(of, connection.localDescription?.sdp ?? '')
    })
  }

  get tracks(): Tracks {
    return this.#tracks
  }

  framesDecoded(track: MediaStreamTrack): Promise<number | null> {
    return this.#line.framesDecoded(track)
  }

  close(): void {
    this.#line.close()
  }
}
