import { afterEach, describe, expect, it, vi } from 'vitest'
import { fingerprintOf } from '../secure/fingerprint.ts'
import { preferRedundancy, withRobustVoice } from './robust-voice.ts'

const lines = (...all: string[]): string => all.map((line) => `${line}\r\n`).join('')

const SESSION = lines(
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2',
)
/* As Chromium writes it, RED first. */
const VOICE = lines(
  'm=audio 9 UDP/TLS/RTP/SAVPF 63 111 0',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
)
/* The same number means another thing here. */
const PICTURE = lines('m=video 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 VP8/90000', 'a=fmtp:111 max-fs=12288')

const robust = (sdp: string): string => withRobustVoice({ type: 'offer', sdp }).sdp ?? ''

describe('[B5] the voice of a description', () => {
  it('is repaired from inside Opus and leaves silence out, and all else stays as it came', () => {
    const sdp = SESSION + VOICE + PICTURE
    const changed = robust(sdp)
    expect(changed).toBe(sdp.replace('minptime=10;useinbandfec=1', 'minptime=10;useinbandfec=1;usedtx=1'))
    expect(fingerprintOf(changed)).toBe(fingerprintOf(sdp))
    expect(fingerprintOf(changed)).not.toBeNull()
  })

  it('is the same however often it is asked for', () => {
    const once = robust(SESSION + VOICE + PICTURE)
    expect(robust(once)).toBe(once)
  })

  it('is asked for against what the other browser would rather have', () => {
    const changed = robust(VOICE.replace('useinbandfec=1', 'useinbandfec=0;usedtx=0; stereo=1'))
    expect(changed).toContain('a=fmtp:111 minptime=10; stereo=1;useinbandfec=1;usedtx=1\r\n')
  })

  it('gets the line of parameters where its browser writes none', () => {
    const changed = robust(VOICE.replace('a=fmtp:111 minptime=10;useinbandfec=1\r\n', ''))
    expect(changed).toContain('a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1;usedtx=1\r\n')
  })

  it('is found under any number, and under several', () => {
    const changed = robust(
      lines(
        'm=audio 9 UDP/TLS/RTP/SAVPF 109 11',
        'a=rtpmap:109 OPUS/48000/2',
        'a=rtpmap:11 opus/48000/2',
        'a=fmtp:11 stereo=1',
      ),
    )
    expect(changed).toContain('a=fmtp:109 useinbandfec=1;usedtx=1\r\n')
    expect(changed).toContain('a=fmtp:11 stereo=1;useinbandfec=1;usedtx=1\r\n')
  })

  it('may be missing', () => {
    expect(robust(SESSION + PICTURE)).toBe(SESSION + PICTURE)
    expect(withRobustVoice({ type: 'answer' })).toEqual({ type: 'answer', sdp: '' })
  })
})

const opus = { mimeType: 'audio/opus', clockRate: 48_000 }
const red = { mimeType: 'audio/red', clockRate: 48_000 }
const noise = { mimeType: 'audio/CN', clockRate: 8_000 }

function preferredOf(codecs: RTCRtpCodec[] | null): RTCRtpCodec[] | null {
  if (codecs) vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs }) })
  let preferred: RTCRtpCodec[] | null = null
  const line = { setCodecPreferences: (chosen: RTCRtpCodec[]) => void (preferred = chosen) }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of the line is used
  preferRedundancy(line as unknown as RTCRtpTransceiver)
  return preferred
}

describe('[B5] repeating the voice in the next packet', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('is preferred to all else, and nothing is taken away', () => {
    expect(preferredOf([opus, red, noise])).toEqual([red, opus, noise])
  })

  it('is left where the browser does not know it, as Firefox', () => {
    expect(preferredOf([opus, noise])).toBeNull()
    expect(preferredOf(null)).toBeNull()
  })

  it('is left where the browser cannot choose', () => {
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [red, opus] }) })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an old browser's line
    expect(() => preferRedundancy({} as RTCRtpTransceiver)).not.toThrow()
  })
})
