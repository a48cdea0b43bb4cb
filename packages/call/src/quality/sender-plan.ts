import type { MediaRole } from '@visita/protocol'
import type { PictureLevel } from './controller.ts'

/** What one encoding is sent with; null leaves it to the browser. */
interface Plan {
  active: boolean
  priority: RTCPriorityType
  /** Bits per second. */
  maxBitrate: number | null
}

/* Only the bit rate is capped: by the track's content hint the browser gives up detail of a face and motion of a
   dermatoscope. */
const SMALL_PICTURE = 150_000

/* Opus needs no more for plain speech (RFC 6716, section 2.1.1). Sent twice it still fits where no picture does. */
const SMALL_VOICE = 16_000

/* Of the pictures that go to several, in bits per second for all of them together. What one line of a household sends
   without strain; chosen, and not measured yet. */
const SHARED = 2_000_000

/** What one of `receivers` may be sent of a picture, in bits per second; null leaves it to the browser. */
export function pictureCap(level: PictureLevel, receivers: number): number | null {
  if (level !== 'full') return SMALL_PICTURE
  return receivers > 1 ? Math.floor(SHARED / receivers) : null
}

function planOf(role: MediaRole, level: PictureLevel, receivers: number): Plan {
  if (role === 'microphone')
    return { active: true, priority: 'high', maxBitrate: level === 'paused' ? SMALL_VOICE : null }
  return {
    active: level !== 'paused',
    priority: 'low',
    maxBitrate: pictureCap(level, receivers),
  }
}

/**
 * Gives the sender its plan where it has another one; what the browser refuses stays as it is. `receivers`: to how many
 * the same is sent, each over a connection of their own.
 */
export async function applyLevel(
  sender: Pick<RTCRtpSender, 'getParameters' | 'setParameters'>,
  role: MediaRole,
  level: PictureLevel,
  receivers: number,
): Promise<void> {
  const plan = planOf(role, level, receivers)
  const parameters = sender.getParameters()
  const [encoding] = parameters.encodings
  // Before the negotiation there is nothing to set yet.
  if (!encoding || follows(encoding, plan)) return
  encoding.active = plan.active
  encoding.priority = plan.priority
  encoding.networkPriority = plan.priority
  if (plan.maxBitrate === null) delete encoding.maxBitrate
  else encoding.maxBitrate = plan.maxBitrate
  await sender.setParameters(parameters).catch(() => undefined)
}

/** Sends no more than this many bits a second, until `applyLevel` gives the sender its plan again. */
export async function hold(
  sender: Pick<RTCRtpSender, 'getParameters' | 'setParameters'>,
  bitsPerSecond: number,
): Promise<void> {
  const parameters = sender.getParameters()
  const [encoding] = parameters.encodings
  if (!encoding) return
  encoding.maxBitrate = Math.round(bitsPerSecond)
  await sender.setParameters(parameters).catch(() => undefined)
}

/** The browser forgets how far it had made the picture smaller, because that depends on the hint. */
export function renewSize(track: MediaStreamTrack): void {
  const hint = track.contentHint
  track.contentHint = ''
  track.contentHint = hint
}

function follows(encoding: RTCRtpEncodingParameters, plan: Plan): boolean {
  // What names none has the standard's own (W3C webrtc-priority).
  const priority = encoding.priority ?? 'low'
  return (
    encoding.active === plan.active &&
    priority === plan.priority &&
    (encoding.maxBitrate ?? null) === plan.maxBitrate
  )
}
