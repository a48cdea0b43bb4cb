import type { Tracks } from './tracks.ts'

/** How picture and sound of the other person come, where that is not by the call's own connection. */
export interface OtherWay {
  readonly tracks: Tracks
  /** Null where the browser does not say. */
  framesDecoded(track: MediaStreamTrack): Promise<number | null>
  /** From 0 to 1. */
  voiceLevel(): number
  stats(): Promise<RTCStatsReport>
}
