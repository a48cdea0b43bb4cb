import { playNote } from '../lobby/ringtone.ts'

/** One soft note: somebody has come. Silent where the browser has not been touched yet. */
export function chime(): void {
  const context = new AudioContext()
  playNote(context, 659.25, context.currentTime)
  setTimeout(() => void context.close(), 1_000)
}
