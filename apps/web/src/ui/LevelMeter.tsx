import { useEffect, useRef } from 'react'
import { meterOf } from '../platform/sound-meter.ts'
import styles from './LevelMeter.module.css'

interface LevelMeterProps {
  track: MediaStreamTrack
}

/* Speech at arm's length peaks near 0.2 of full scale. */
const FULL = 0.2

/** Moves with the voice, so that a person sees that they are heard; it says nothing to a screen reader. */
export function LevelMeter({ track }: LevelMeterProps) {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const meter = meterOf(track)
    let frame = 0
    const draw = (): void => {
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, (meter.peak() ?? 0) / FULL)})`
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => {
      cancelAnimationFrame(frame)
      meter.close()
    }
  }, [track])
  return (
    <div className={styles.meter} aria-hidden>
      <div ref={bar} className={styles.bar} />
    </div>
  )
}
