import type { Scope } from '@visita/call'
import { meterOf } from '../../platform/sound-meter.ts'
import type { Recording } from './echo-test.ts'

const LOOK_EVERY = 20

/** Records a track into memory with the browser's own recorder, and listens how loud it is meanwhile. */
export async function recordVoice(
  track: MediaStreamTrack,
  milliseconds: number,
  scope: Scope,
): Promise<Recording> {
  // A track of its own, so that it ends with the recording.
  const own = track.clone()
  scope.add(() => own.stop())
  const meter = meterOf(own)
  scope.add(() => meter.close())
  let peak = 0
  const looks = setInterval(() => (peak = Math.max(peak, meter.peak() ?? 0)), LOOK_EVERY)
  scope.add(() => clearInterval(looks))
  const sound = await recorded(own, milliseconds, scope)
  own.stop()
  clearInterval(looks)
  const address = URL.createObjectURL(sound)
  const player = new Audio(address)
  return {
    peak,
    async play(speakerId) {
      // Firefox for Android and Safari choose the speaker themselves.
      if (speakerId !== null) await player.setSinkId?.(speakerId)
      const ended = new Promise<void>((resolve, reject) => {
        player.addEventListener('ended', () => resolve(), { once: true })
        player.addEventListener('error', () => reject(new Error('not playable')), { once: true })
      })
      await Promise.all([player.play(), ended])
    },
    release() {
      player.pause()
      player.removeAttribute('src')
      URL.revokeObjectURL(address)
    },
  }
}

function recorded(track: MediaStreamTrack, milliseconds: number, scope: Scope): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const recorder = new MediaRecorder(new MediaStream([track]))
    const pieces: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    recorder.addEventListener('stop', () => resolve(new Blob(pieces, { type: recorder.mimeType })))
    recorder.addEventListener('error', () => reject(new Error('not recordable')))
    recorder.start()
    const timer = setTimeout(() => recorder.stop(), milliseconds)
    scope.add(() => {
      clearTimeout(timer)
      reject(new Error('stopped'))
      if (recorder.state !== 'inactive') recorder.stop()
    })
  })
}
