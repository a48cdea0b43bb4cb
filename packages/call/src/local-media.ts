import { MEDIA_ROLES, type MediaRole, type OutgoingMedia, type TrackState } from '@visita/protocol'
import { mediaProblemOf, type MediaProblem } from './media-problem.ts'
import { Store, type Readable } from './store.ts'
import { NO_TRACKS, type Tracks } from './tracks.ts'
import { QuietVoice, type Quiet, type TreatVoice } from './voice/quiet-voice.ts'

/** One thing that a person can send. Only `live` holds a track, so a released device cannot leak. */
export type Source =
  | { status: 'off' }
  /** `muted`: the microphone that this one replaces was, and so will this one be. */
  | { status: 'asking'; muted: boolean }
  /** `track` is the device's own; what is sent of a microphone may be made of it, see `tracks`. */
  | { status: 'live'; track: MediaStreamTrack; muted: boolean }
  | { status: 'unavailable'; problem: MediaProblem }

export type Sources = Readonly<Record<MediaRole, Source>>

const OFF: Source = { status: 'off' }
const FACE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
}
/* A dermatoscope's picture is worth more than its motion. */
const DETAIL: MediaTrackConstraints = {
  width: { ideal: 1920 },
  height: { ideal: 1080 },
  frameRate: { ideal: 15 },
}
const VOICE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }

type Capture = Pick<MediaDevices, 'getUserMedia' | 'getDisplayMedia'>

/** Opens, mutes, exchanges and releases what this person sends; the one owner of every local track. */
export class LocalMedia {
  readonly #sources = new Store<Sources>({ microphone: OFF, camera: OFF, secondCamera: OFF, screen: OFF })
  readonly #tracks = new Store<Tracks>(NO_TRACKS)
  readonly #outgoing = new Store<OutgoingMedia>({
    microphone: 'none',
    camera: 'none',
    secondCamera: 'none',
    screen: 'none',
  })
  readonly #capture: Capture | undefined
  readonly #voice: QuietVoice
  /** Counts the openings of each role, so that one that was overtaken releases what it got. */
  readonly #attempts: Record<MediaRole, number> = { microphone: 0, camera: 0, secondCamera: 0, screen: 0 }

  /**
   * `capture` is `navigator.mediaDevices`, which is undefined on a page without HTTPS; `treat` takes the noise out
   * of the microphone's sound.
   */
  constructor(capture: Capture | undefined, treat?: TreatVoice) {
    this.#capture = capture
    this.#voice = new QuietVoice(treat, () => this.#send('microphone', this.#voice.sent))
  }

  /** False in the browsers of most phones. */
  get canShareScreen(): boolean {
    return this.#capture?.getDisplayMedia !== undefined
  }

  get sources(): Readable<Sources> {
    return this.#sources
  }

  /** The tracks to send at this moment. */
  get tracks(): Readable<Tracks> {
    return this.#tracks
  }

  /** What the other person is told about them. */
  get outgoing(): Readable<OutgoingMedia> {
    return this.#outgoing
  }

  /** Whether the noise around the microphone is taken out (B8). */
  get quiet(): Readable<Quiet> {
    return this.#voice.state
  }

  setQuiet(wanted: boolean): void {
    this.#voice.want(wanted)
  }

  /** Opens camera and microphone with one question to the person; what cannot be had is tried by itself. */
  async openFace(): Promise<void> {
    const attempts = [this.#begin('camera'), this.#begin('microphone')] as const
    try {
      const stream = await this.#userMedia({ video: FACE, audio: VOICE })
      this.#succeed('camera', attempts[0], stream.getVideoTracks()[0])
      this.#succeed('microphone', attempts[1], stream.getAudioTracks()[0])
    } catch {
      // Together they fail for the fault of one: asked one by one, each gets its own answer.
      if (attempts[1] === this.#attempts.microphone) await this.openMicrophone()
      if (attempts[0] === this.#attempts.camera) await this.openCamera()
    }
  }

  openCamera(deviceId?: string): Promise<void> {
    return this.#open('camera', () => this.#userMedia({ video: chosen(FACE, deviceId) }))
  }

  openMicrophone(deviceId?: string): Promise<void> {
    return this.#open('microphone', () => this.#userMedia({ audio: chosen(VOICE, deviceId) }))
  }

  /** A second camera beside the face: a dermatoscope, a microscope, the phone's back camera (A17). */
  openSecondCamera(deviceId: string): Promise<void> {
    return this.#open('secondCamera', () => this.#userMedia({ video: chosen(DETAIL, deviceId) }))
  }

  shareScreen(): Promise<void> {
    return this.#open('screen', async () => {
      if (!this.#capture?.getDisplayMedia) throw new TypeError('no screen capture')
      return this.#capture.getDisplayMedia({ video: true })
    })
  }

  /** Mutes or unmutes without releasing the device: for the microphone, where coming back must be instant. */
  setMuted(role: MediaRole, muted: boolean): void {
    const source = this.#sources.get()[role]
    if (source.status !== 'live') return
    source.track.enabled = !muted
    this.#put(role, { ...source, muted })
  }

  /** Releases the device, so that its light goes out. */
  stop(role: MediaRole): void {
    this.#attempts[role] += 1
    this.#release(role)
    this.#put(role, OFF)
  }

  stopAll(): void {
    for (const role of MEDIA_ROLES) this.stop(role)
  }

  async #userMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
    if (!this.#capture) throw new TypeError('no media devices')
    return this.#capture.getUserMedia(constraints)
  }

  async #open(role: MediaRole, capture: () => Promise<MediaStream>): Promise<void> {
    const attempt = this.#begin(role)
    try {
      const stream = await capture()
      this.#succeed(role, attempt, stream.getTracks()[0])
    } catch (error) {
      if (attempt !== this.#attempts[role]) return
      // Closing the browser's own picker of screens is a change of mind and not a fault.
      const changedMind = role === 'screen' && mediaProblemOf(error) === 'refused'
      this.#put(role, changedMind ? OFF : { status: 'unavailable', problem: mediaProblemOf(error) })
    }
  }

  /* The old track is released first: many phones open only one camera at a time. */
  #begin(role: MediaRole): number {
    this.#attempts[role] += 1
    this.#release(role)
    this.#put(role, { status: 'asking', muted: isMuted(this.#sources.get()[role]) })
    return this.#attempts[role]
  }

  #succeed(role: MediaRole, attempt: number, track: MediaStreamTrack | undefined): void {
    if (attempt !== this.#attempts[role]) {
      track?.stop()
      return
    }
    if (!track) {
      this.#put(role, { status: 'unavailable', problem: 'missing' })
      return
    }
    if (role === 'camera') track.contentHint = 'motion'
    if (role === 'secondCamera' || role === 'screen') track.contentHint = 'detail'
    track.addEventListener('ended', () => this.#ended(role, track), { once: true })
    const muted = isMuted(this.#sources.get()[role])
    track.enabled = !muted
    this.#put(role, { status: 'live', track, muted })
  }

  /* The browser ends a track when its device goes away, or by its own "stop sharing" button. */
  #ended(role: MediaRole, track: MediaStreamTrack): void {
    const source = this.#sources.get()[role]
    if (source.status !== 'live' || source.track !== track) return
    this.#put(role, role === 'screen' ? OFF : { status: 'unavailable', problem: 'unplugged' })
  }

  #release(role: MediaRole): void {
    const source = this.#sources.get()[role]
    if (source.status === 'live') source.track.stop()
  }

  #put(role: MediaRole, source: Source): void {
    const track = source.status === 'live' ? source.track : null
    this.#sources.update((sources) => ({ ...sources, [role]: source }))
    if (role === 'microphone') this.#voice.follow(track)
    this.#send(role, role === 'microphone' ? this.#voice.sent : track)
    const state = trackState(source)
    if (this.#outgoing.get()[role] !== state) {
      this.#outgoing.update((outgoing) => ({ ...outgoing, [role]: state }))
    }
  }

  #send(role: MediaRole, track: MediaStreamTrack | null): void {
    if (this.#tracks.get()[role] !== track) this.#tracks.update((tracks) => ({ ...tracks, [role]: track }))
  }
}

const isMuted = (source: Source): boolean => 'muted' in source && source.muted

function trackState(source: Source): TrackState {
  if (source.status !== 'live') return 'none'
  return source.muted ? 'muted' : 'live'
}

function chosen(constraints: MediaTrackConstraints, deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? constraints : { ...constraints, deviceId: { exact: deviceId } }
}
