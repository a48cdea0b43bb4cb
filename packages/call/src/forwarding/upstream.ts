import { MEDIA_ROLES, type LineVerdict, type MediaRole, type PersonId } from '@visita/protocol'
import { BEGINNING, steer, type Control } from '../quality/controller.ts'
import { NO_TOTALS, readSample } from '../quality/sample.ts'
import { applyLevel } from '../quality/sender-plan.ts'
import { Scope } from '../scope.ts'
import { kindOf, transceiversByRole, type Tracks } from '../tracks.ts'
import { withRobustVoice } from '../voice/robust-voice.ts'
import { ForwardedLine, type LineNeeds } from './forwarded-line.ts'

/** What of these kinds of sound and picture has to stay readable on the way is known, see `frame-layout.ts`. */
const CODECS = { audio: /^audio\/opus$/i, video: /^video\/(vp8|rtx)$/i }

const LOOK = 1_000

interface UpstreamNeeds extends LineNeeds {
  tracks: Tracks
  /** How many get it at this moment. */
  receivers: () => number
}

/**
 * What this page sends, once for all: the same four lines as a call has, each sealed before it leaves. Its picture follows
 * the line up as that of a call does (B5).
 */
export class Upstream {
  readonly #line: ForwardedLine
  readonly #receivers: () => number
  readonly #scope = new Scope()
  #tracks: Tracks
  #control: Control = BEGINNING
  #totals = NO_TOTALS

  constructor(self: PersonId, { tracks, receivers, ...needs }: UpstreamNeeds) {
    this.#tracks = tracks
    this.#receivers = receivers
    const { port, coder } = needs
    const onFailed = (): void => {
      this.close()
      needs.onFailed()
    }
    this.#line = new ForwardedLine(self, { ...needs, onFailed }, async (connection) => {
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
    this.#scope.add(() => this.#line.close())
    const timer = setInterval(() => void this.#look(), LOOK)
    this.#scope.add(() => clearInterval(timer))
  }

  /** How the line up is. */
  get verdict(): LineVerdict {
    return this.#control.verdict
  }

  useTracks(tracks: Tracks): void {
    const before = this.#tracks
    this.#tracks = tracks
    for (const [role, { sender }] of this.#lines()) {
      if (tracks[role] !== before[role]) void sender.replaceTrack(tracks[role]).catch(() => undefined)
    }
  }

  close(): void {
    this.#scope.dispose()
  }

  /* Each of the receivers gets all of it, so that the line of each carries what it would without the server. */
  async #look(): Promise<void> {
    const report = await this.#line.connection.getStats().catch(() => null)
    if (report === null || this.#scope.disposed) return
    const { sample, totals } = readSample(report, this.#totals)
    this.#totals = totals
    this.#control = steer(this.#control, sample)
    for (const [role, { sender }] of this.#lines())
      await applyLevel(sender, role, this.#control.level, this.#receivers())
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
