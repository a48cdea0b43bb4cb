import type { Page } from '@playwright/test'
import { spokenFiles } from '../bench/sound/speech.ts'
import { expect, test, type Lab } from './lab.ts'
import { limitTheWayOut, loseOnTheWayOut } from './bad-line.ts'

/** Seconds of the voice that are looked at. */
const SECONDS = 25
/** What becomes of all that leaves the patient's home, and how much repetition may leave of what is made up without. */
const LINES = [
  { name: 'loses 10 % of its packets', spoil: () => loseOnTheWayOut('patient', 0.1), left: 0.5 },
  { name: 'loses 20 % of its packets', spoil: () => loseOnTheWayOut('patient', 0.2), left: 0.5 },
  // Here it can only do harm.
  { name: 'carries 64 kbit/s', spoil: () => limitTheWayOut('patient', 64_000), left: 1.25 },
]

/** Of the sound that was played: what had to be made up, and of that what stood for more than a pause. */
interface Concealment {
  /** Bits per second that arrived, without headers. */
  bits: number
  all: number
  audible: number
  lost: number
}

for (const { name, spoil, left } of LINES) {
  const heard = new Map<string, Concealment>()
  for (const way of ['without', 'with'] as const) {
    test(`[B5] a voice over a line that ${name}, ${way} repetition`, async ({ lab }) => {
      const { patient, doctor } = lab
      const waves = spokenFiles().speakers.map((wave) => wave.toString('base64'))
      await patient.page.addInitScript(speakInstead, waves)
      if (way === 'without') for (const { page } of [patient, doctor]) await page.addInitScript(forgetRed)
      await talk(lab)
      expect(await codecOf(patient.page)).toBe(way === 'with' ? 'red' : 'opus')
      spoil()
      const concealment = await concealmentOver(doctor.page, SECONDS)
      heard.set(way, concealment)
      const { bits, ...shares } = concealment
      const shown = Object.entries(shares).map(([share, value]) => `${share} ${(100 * value).toFixed(2)} %`)
      shown.push(`${Math.round(bits / 1_000)} kbit/s`)
      process.stdout.write(`a voice over a line that ${name}, ${way} repetition: ${shown.join(', ')}\n`)
      const before = heard.get('without')
      if (way === 'with' && before) expect(concealment.audible).toBeLessThan(left * before.audible)
    })
  }
}

/** Both meet, and turn their cameras off: the voice has the line for itself. */
async function talk({ patient, doctor }: Lab): Promise<void> {
  for (const person of [patient, doctor]) {
    await person.identifies()
    await person.turnsOnDevices()
  }
  await patient.calls(doctor)
  await doctor.answers()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  for (const person of [patient, doctor]) await person.press('Stop camera')
  await doctor.reads(`${patient.name} has no camera on`)
}

interface Sums {
  bytes: number
  concealed: number
  silent: number
  played: number
  lost: number
  received: number
}

async function concealmentOver(page: Page, seconds: number): Promise<Concealment> {
  const before = await page.evaluate(sumsOfVoice)
  let now = before
  await expect
    .poll(
      async () => {
        now = await page.evaluate(sumsOfVoice)
        return (now.played - before.played) / 48_000
      },
      { timeout: 3_000 * seconds },
    )
    .toBeGreaterThan(seconds)
  const since = (name: keyof Sums): number => now[name] - before[name]
  return {
    bits: (8 * since('bytes')) / (since('played') / 48_000),
    all: since('concealed') / since('played'),
    audible: (since('concealed') - since('silent')) / since('played'),
    lost: since('lost') / (since('lost') + since('received')),
  }
}

/* What follows runs in the page: it uses nothing outside itself. */

/** W3C webrtc-stats, of the voice that arrives. */
async function sumsOfVoice(): Promise<Sums> {
  const sums = { bytes: 0, concealed: 0, silent: 0, played: 0, lost: 0, received: 0 }
  for (const entry of (await pageWatch.connections.at(-1)?.getStats())?.values() ?? []) {
    if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue
    sums.bytes += entry.bytesReceived
    sums.concealed += entry.concealedSamples
    sums.silent += entry.silentConcealedSamples
    sums.played += entry.totalSamplesReceived
    sums.lost += entry.packetsLost
    sums.received += entry.packetsReceived
  }
  return sums
}

/** The first codec of the voice that the other side wants: the one that is sent. Statistics name what is inside RED. */
function codecOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const sdp = pageWatch.connections.at(-1)?.currentRemoteDescription?.sdp ?? ''
    const [, first] = /^m=audio \d+ \S+ (\d+)/m.exec(sdp) ?? []
    return new RegExp(`^a=rtpmap:${first} (\\w+)/`, 'm').exec(sdp)?.[1]
  })
}

/** A browser that knows no RED, as Firefox. */
function forgetRed(): void {
  const capabilities = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver)
  RTCRtpReceiver.getCapabilities = (kind) => {
    const known = capabilities(kind)
    return known && { ...known, codecs: known.codecs.filter(({ mimeType }) => mimeType !== 'audio/red') }
  }
}

/** A microphone into which these wave files are spoken, over and over. */
function speakInstead(waves: string[]): void {
  if (!('mediaDevices' in navigator)) return
  const devices = navigator.mediaDevices
  const getUserMedia = devices.getUserMedia.bind(devices)
  const speak = async (): Promise<MediaStreamTrack[]> => {
    const context = new AudioContext()
    const destination = context.createMediaStreamDestination()
    const sounds = await Promise.all(
      waves.map((wave) =>
        context.decodeAudioData(Uint8Array.from(atob(wave), (letter) => letter.charCodeAt(0)).buffer),
      ),
    )
    const say = (next: number): void => {
      const source = new AudioBufferSourceNode(context, { buffer: sounds[next % sounds.length] ?? null })
      source.connect(destination)
      source.addEventListener('ended', () => say(next + 1))
      source.start()
    }
    say(0)
    return destination.stream.getAudioTracks()
  }
  devices.getUserMedia = async (constraints = {}) => {
    const { audio, ...others } = constraints
    const stream = others.video ? await getUserMedia(others) : new MediaStream()
    if (audio) for (const track of await speak()) stream.addTrack(track)
    return stream
  }
}
