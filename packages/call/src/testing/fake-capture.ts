/* Stand-ins for navigator.mediaDevices, streams and tracks: what a device does is decided by the test. */

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video'
  enabled = true
  contentHint = ''
  readyState: MediaStreamTrackState = 'live'

  constructor(kind: 'audio' | 'video') {
    super()
    this.kind = kind
  }

  /** As in the browser, stopping a track oneself fires no event. */
  stop(): void {
    this.readyState = 'ended'
  }

  /** The device goes away, or the person presses the browser's own "stop sharing". */
  end(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }
}

interface Question {
  readonly constraints: MediaStreamConstraints
  /** The person agrees and the devices open. Returns the tracks, of the asked kinds unless given. */
  grant(tracks?: FakeTrack[]): FakeTrack[]
  fail(error: Error): void
}

/** Asks the test wherever a page asks a person; every question waits for its answer. */
export class FakeCapture {
  readonly asked: Question[] = []
  /** Every track that was ever given out. */
  readonly given: FakeTrack[] = []

  getUserMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    return this.#ask(constraints)
  }

  getDisplayMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    return this.#ask(constraints)
  }

  /** The latest question. */
  get question(): Question {
    const question = this.asked.at(-1)
    if (!question) throw new Error('nothing was asked')
    return question
  }

  #ask(constraints: MediaStreamConstraints): Promise<MediaStream> {
    return new Promise((resolve, reject) => {
      this.asked.push({
        constraints,
        grant: (tracks = tracksFor(constraints)) => {
          this.given.push(...tracks)
          resolve(aStream(tracks))
          return tracks
        },
        fail: reject,
      })
    })
  }
}

function tracksFor({ audio, video }: MediaStreamConstraints): FakeTrack[] {
  return [...(audio ? [new FakeTrack('audio')] : []), ...(video ? [new FakeTrack('video')] : [])]
}

function aStream(tracks: FakeTrack[]): MediaStream {
  const stream = {
    getTracks: () => tracks,
    getAudioTracks: () => tracks.filter(({ kind }) => kind === 'audio'),
    getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video'),
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what LocalMedia uses
  return stream as unknown as MediaStream
}
