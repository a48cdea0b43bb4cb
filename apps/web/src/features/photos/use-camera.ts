import { useEffect, useRef, useState, type RefObject } from 'react'

/** The camera on the back, as large as it can be. */
const WISHES: MediaStreamConstraints = {
  video: { facingMode: 'environment', width: { ideal: 4096 }, height: { ideal: 3072 } },
}

export type Camera = { is: 'opening' } | { is: 'open'; track: MediaStreamTrack } | { is: 'none' }

/** Shows the camera in `video` for as long as the page is there; `none` where it may not or cannot be used. */
export function useCamera(): { video: RefObject<HTMLVideoElement | null>; camera: Camera } {
  const video = useRef<HTMLVideoElement>(null)
  const [camera, setCamera] = useState<Camera>({ is: 'opening' })
  useEffect(() => {
    let isOver = false
    let opened: MediaStream | null = null
    const stop = (): void => opened?.getTracks().forEach((track) => track.stop())
    const show = async (): Promise<void> => {
      opened = await navigator.mediaDevices.getUserMedia(WISHES)
      const [track] = opened.getVideoTracks()
      if (isOver || track === undefined) return stop()
      if (video.current !== null) video.current.srcObject = opened
      setCamera({ is: 'open', track })
    }
    show().catch(() => {
      if (!isOver) setCamera({ is: 'none' })
    })
    return () => {
      isOver = true
      stop()
    }
  }, [])
  return { video, camera }
}
