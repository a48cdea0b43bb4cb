/* What runs inside the pages under test. Each function is sent as its own source, so it uses nothing outside
   itself. */

interface PageWatch {
  /** Every track that the page got from a device or the screen. */
  tracks: MediaStreamTrack[]
  connections: RTCPeerConnection[]
  channels: RTCDataChannel[]
}

declare global {
  var pageWatch: PageWatch
}

/** Remembers what the page opens, so that a test can see what it releases. */
export function watchPage(): void {
  const watch: PageWatch = { tracks: [], connections: [], channels: [] }
  globalThis.pageWatch = watch
  // Only a secure context has devices; the empty page that a context opens with has none.
  if (!('mediaDevices' in navigator)) return
  const remember = (stream: MediaStream): MediaStream => {
    watch.tracks.push(...stream.getTracks())
    return stream
  }
  const devices = navigator.mediaDevices
  const getUserMedia = devices.getUserMedia.bind(devices)
  const getDisplayMedia = devices.getDisplayMedia.bind(devices)
  devices.getUserMedia = async (constraints) => remember(await getUserMedia(constraints))
  devices.getDisplayMedia = async (options) => remember(await getDisplayMedia(options))
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      watch.connections.push(this)
    }

    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options)
      watch.channels.push(channel)
      return channel
    }
  }
}

/** Resolves when this video has presented two frames that differ: a picture that moves. */
export function whenMoving(video: HTMLVideoElement | SVGElement | HTMLElement): Promise<void> {
  if (!(video instanceof HTMLVideoElement)) throw new TypeError('not a video')
  const canvas = new OffscreenCanvas(64, 36)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  let first: string | null = null
  return new Promise((resolve) => {
    const look = (): void => {
      context?.drawImage(video, 0, 0, canvas.width, canvas.height)
      const picture = context?.getImageData(0, 0, canvas.width, canvas.height).data.join() ?? ''
      first ??= picture
      if (picture === first) video.requestVideoFrameCallback(look)
      else resolve()
    }
    video.requestVideoFrameCallback(look)
  })
}

/** The colour in the middle of the frame that a video shows, as red, green and blue from 0 to 255. */
export function middleColour(video: HTMLVideoElement | SVGElement | HTMLElement): number[] {
  if (!(video instanceof HTMLVideoElement)) throw new TypeError('not a video')
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  const { videoWidth: width, videoHeight: height } = video
  context?.drawImage(video, width / 2, height / 2, 1, 1, 0, 0, 1, 1)
  return Array.from(context?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])
}

/** Resolves when the sound that this video plays is louder than silence. */
export async function whenHeard(video: HTMLVideoElement | SVGElement | HTMLElement): Promise<void> {
  if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) {
    throw new TypeError('not a live video')
  }
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(video.srcObject).connect(analyser)
  await context.resume()
  const samples = new Float32Array(analyser.fftSize)
  while (samples.every((sample) => Math.abs(sample) < 0.01)) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
    analyser.getFloatTimeDomainData(samples)
  }
  await context.close()
}
