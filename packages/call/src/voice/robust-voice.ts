/* How the voice holds on a bad line: Opus with repair inside it and with silence left out (RFC 7587), and every
   packet carrying the one before it again (RED, RFC 2198) where both browsers know that. */

/** What the other side is asked to decode is what its sender may use (RFC 7587, section 6.1). */
const WANTED = { useinbandfec: '1', usedtx: '1' }

/**
 * A description with these parameters on each Opus of it. Given the other side's description, a browser sends
 * so; all else, the origin line and the fingerprint included, stays as it came.
 */
export function withRobustVoice({ type, sdp = '' }: RTCSessionDescriptionInit): RTCSessionDescriptionInit {
  // A payload type means something only within its media section.
  return {
    type,
    sdp: sdp
      .split(/^(?=m=)/m)
      .map(inSection)
      .join(''),
  }
}

function inSection(section: string): string {
  if (!section.startsWith('m=audio')) return section
  const types = Array.from(section.matchAll(/^a=rtpmap:(\d+) opus\/48000/gim), ([, type = '']) => type)
  return types.reduce(withParameters, section)
}

function withParameters(section: string, payloadType: string): string {
  const present = new RegExp(`^(a=fmtp:${payloadType} )([^\r\n]*)`, 'm')
  if (present.test(section))
    return section.replace(present, (_, start: string, list: string) => start + merged(list))
  const line = new RegExp(`^a=rtpmap:${payloadType} [^\r\n]*(\r?\n|$)`, 'm')
  return section.replace(line, (map, end: string) => `${map}a=fmtp:${payloadType} ${merged('')}${end}`)
}

function merged(list: string): string {
  const others = list.split(';').filter((entry) => {
    const [name = ''] = entry.trim().split('=')
    return name !== '' && !Object.hasOwn(WANTED, name)
  })
  return [...others, ...Object.entries(WANTED).map(([name, value]) => `${name}=${value}`)].join(';')
}

/** Puts RED before all else on the voice's line. Where either browser lacks it, nothing changes. */
export function preferRedundancy(line: RTCRtpTransceiver): void {
  const codecs = knownCodecs()
  const red = codecs.filter(isRed)
  if (red.length === 0 || !('setCodecPreferences' in line)) return
  line.setCodecPreferences([...red, ...codecs.filter((codec) => !isRed(codec))])
}

/* Where there is no WebRTC, as in a test, there is nothing to prefer. */
const knownCodecs = (): RTCRtpCodec[] =>
  typeof RTCRtpReceiver === 'undefined' ? [] : (RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])

const isRed = ({ mimeType }: RTCRtpCodec): boolean => mimeType.toLowerCase() === 'audio/red'
