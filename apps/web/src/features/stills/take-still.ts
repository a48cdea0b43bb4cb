/** Longer than this and the camera does not answer, in milliseconds. */
const PATIENCE = 10_000

/**
 * A photo of what a camera shows, as large as it can be had: by the camera's own way of taking photos (W3C Image
 * Capture), or else the next frame with the camera at its largest. Rejects where there is no picture.
 */
export async function takeStill(track: MediaStreamTrack): Promise<Blob> {
  const photo = 'ImageCapture' in window ? await inTime(takePhoto(track)).catch(() => null) : null
  return photo ?? inTime(largestFrame(track))
}

async function takePhoto(track: MediaStreamTrack): Promise<Blob> {
  const capture = new ImageCapture(track)
  const { imageWidth, imageHeight } = await capture.getPhotoCapabilities()
  return capture.takePhoto({
    ...(imageWidth && { imageWidth: imageWidth.max }),
    ...(imageHeight && { imageHeight: imageHeight.max }),
  })
}

async function largestFrame(track: MediaStreamTrack): Promise<Blob> {
  const usual = track.getConstraints()
  const { width, height } = track.getCapabilities()
  await track.applyConstraints({
    ...usual,
    ...(width?.max !== undefined && { width: { ideal: width.max } }),
    ...(height?.max !== undefined && { height: { ideal: height.max } }),
  })
  try {
    return await nextFrame(track)
  } finally {
    await track.applyConstraints(usual)
  }
}

async function nextFrame(track: MediaStreamTrack): Promise<Blob> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = new MediaStream([track])
  try {
    await video.play()
    await new Promise((resolve) => {
      video.requestVideoFrameCallback(resolve)
    })
    const canvas = document.createElement('canvas')
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    canvas.getContext('2d')?.drawImage(video, 0, 0)
    return await new Promise((resolve, reject) => {
      const give = (blob: Blob | null): void => (blob ? resolve(blob) : reject(new Error('an empty picture')))
      canvas.toBlob(give, 'image/jpeg', 0.95)
    })
  } finally {
    video.srcObject = null
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no picture in time')), PATIENCE)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
