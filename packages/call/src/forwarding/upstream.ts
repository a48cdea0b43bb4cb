import { MEDIA_ROLES, type MediaRole, type PersonId } from '@visita/protocol'
import { applyLevel } from '../quality/sender-plan.ts'
import { kindOf, transceiversByRole, type Tracks } from '../tracks.ts'
import { withRobustVoice } from '../voice/robust-voice.ts'
import { ForwardedLine, type LineNeeds } from './forwarded-line.ts'

/** What of these kinds of sound and picture has to stay readable on the way is known, see `frame-layout.ts`. */
const CODECS = { audio: /^audio\/opus$/i, video: /^video\/(vp8|rtx)$/i }

/** What this page sends, once for all: the same four lines as a call has, each sealed before it leaves. */
export class Upstream {
  readonly #line: ForwardedLine
  #tracks: Tracks

  constructor(self: PersonId, tracks: Tracks, needs: LineNeeds) {
    this.#tracks = tracks
    const { port, coder } = needs
    this.#line = new ForwardedLine(self, needs, async (connection) => {
      for (const role of MEDIA_ROLES) {
        const line = connection.addTransceiver(this.#tracks[role] ?? kindOf(role), { direction: 'sendonly' })
        coder.seal(line.sender, role)
        preferKnown(line, role)
      }
      await connection.setLocalDescription()
      const answer = await port.publish(withoutLoudness(connection.localDescription?.sdp ?? ''))
      const sdp = withoutLoudness(answer)
      await connection.setRemoteDescription(withRobustVoice({ type: 'answer', sdp }))
    })
  }

  useTracks(tracks: Tracks): void {
    const before = this.#tracks
    this.#tracks = tracks
    for (const [role, { sender }] of this.#lines()) {
      if (tracks[role] !== before[role]) void sender.replaceTrack(tracks[role]).catch(() => undefined)
    }
  }

  /** Each of `receivers` gets all of it, so that the line of each carries what it would without the server. */
  async shareAmong(receivers: number): Promise<void> {
    for (const [role, { sender }] of this.#lines()) await applyLevel(sender, role, 'full', receivers)
  }

  close(): void {
    this.#line.close()
  }

  #lines(): [MediaRole, RTCRtpTransceiver][] {
    return transceiversByRole(this.#line.connection)
  }
}

/* Firefox before 128 cannot say it: there the server's choice is the same. */
function preferKnown(line: RTCRtpTransceiver, role: MediaRole): void {
  if (!('setCodecPreferences' in line)) return
  const kind = kindOf(role)
  const codecs = RTCRtpSender.getCapabilities(kind)?.codecs ?? []
  line.setCodecPreferences(codecs.filter(({ mimeType }) => CODECS[kind].test(mimeType)))
}

/** Each packet of a voice would say beside what is sealed how loud it is (RFC 6464): it is neither offered nor agreed. */
const withoutLoudness = (sdp: string): string =>
  sdp.replaceAll(/^a=extmap:\S+ urn:ietf:params:rtp-hdrext:ssrc-audio-level.*\r?\n/gm, '')
