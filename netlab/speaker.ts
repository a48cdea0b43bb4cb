import { spokenFiles } from '../bench/sound/speech.ts'
import type { Person } from '../e2e/people.ts'

/** From the next page on, speech is what this person's microphone hears. */
export async function speaks({ page }: Person): Promise<void> {
  const waves = spokenFiles().speakers.map((wave) => wave.toString('base64'))
  await page.addInitScript(speakInstead, waves)
}

/** Runs in the page, and uses nothing outside itself. A microphone into which these wave files are spoken, over and over. */
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
