import type { PersonId } from '@visita/protocol'
import type { OtherWay } from '../other-way.ts'
import { numberOf, valueOf } from '../stats-entry.ts'
import { NO_TRACKS, transceiversByRole, type Tracks } from '../tracks.ts'
import { ForwardedLine, type LineNeeds } from './forwarded-line.ts'

/** What one other person sends by the forwarding server, opened here. */
export class Downstream implements OtherWay {
  readonly #line: ForwardedLine
  #tracks: Tracks = NO_TRACKS
  #voice: RTCRtpReceiver | null = null
  #voiceLevel = 0

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
        if (role === 'microphone') this.#voice = receiver
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

  stats(): Promise<RTCStatsReport> {
    return this.#line.connection.getStats()
  }

  /** How loud they are, from 0 to 1, as it was at the last look: packets do not say it, so the decoder is asked. */
  voiceLevel(): number {
    void this.#listen()
    return this.#voiceLevel
  }

  async #listen(): Promise<void> {
    const report = await this.#voice?.getStats().catch(() => null)
    report?.forEach((entry: unknown) => {
      if (valueOf(entry, 'type') === 'inbound-rtp') this.#voiceLevel = numberOf(entry, 'audioLevel') ?? 0
    })
  }

  close(): void {
    this.#line.close()
  }
}
