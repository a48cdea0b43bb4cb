import { useEffect, type RefObject } from 'react'
import type { Companion } from './companion.ts'
import { FrozenWatch } from './frozen-watch.ts'

const LOOK = 2_000

/** Mends the picture in `element` where it stands still although its frames arrive. */
export function useThaw(
  companion: Pick<Companion, 'framesDecoded'>,
  element: RefObject<HTMLVideoElement | null>,
  track: MediaStreamTrack | null,
): void {
  useEffect(() => {
    const player = element.current
    if (!player || !track) return undefined
    let moved = true
    let asked = 0
    const askForFrame = (): void => {
      asked = player.requestVideoFrameCallback(() => (moved = true))
    }
    const watch = new FrozenWatch({
      hasMoved: () => {
        const hasMoved = moved
        if (hasMoved) askForFrame()
        moved = false
        return hasMoved
      },
      decoded: () => companion.framesDecoded(track),
      reattach: () => reattach(player),
    })
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void watch.look()
    }, LOOK)
    return () => {
      clearInterval(timer)
      player.cancelVideoFrameCallback(asked)
    }
  }, [companion, element, track])
}

function reattach(player: HTMLVideoElement): void {
  const stream = player.srcObject
  player.srcObject = null
  player.srcObject = stream
  // Where the browser wants a press first, it has said so when the visit began.
  void player.play().catch(() => undefined)
}
