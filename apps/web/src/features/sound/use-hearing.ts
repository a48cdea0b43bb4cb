import { type Hearing, listen, LISTENING } from '@visita/call'
import { useEffect, useState } from 'react'
import { meterOf } from '../../platform/sound-meter.ts'

const LOOK_EVERY = 250
/** Samples of one look: longer than the time between two. */
const LOOK = 16_384

/** What can be heard of a microphone, and why nothing can; followed for as long as the component is there. */
export function useHearing(track: MediaStreamTrack | null): Pick<Hearing, 'unheard' | 'proven'> {
  const [heard, setHeard] = useState<Hearing>(LISTENING)
  useEffect(() => {
    if (track === null) return undefined
    // Muting silences the track itself; this one is listened to here and sent nowhere.
    const own = track.clone()
    own.enabled = true
    const meter = meterOf(own, LOOK)
    let hearing = LISTENING
    const timer = setInterval(() => {
      const peak = meter.peak()
      if (peak === null) return
      hearing = listen(hearing, { muted: !track.enabled, systemMuted: track.muted, peak })
      // What the page shows changes seldom, and is drawn then alone.
      setHeard((shown) =>
        shown.unheard === hearing.unheard && shown.proven === hearing.proven ? shown : hearing,
      )
    }, LOOK_EVERY)
    return () => {
      clearInterval(timer)
      meter.close()
      own.stop()
      setHeard(LISTENING)
    }
  }, [track])
  return heard
}
