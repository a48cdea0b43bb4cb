import { useEffect, useRef } from 'react'
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
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = 0
    const draw = (): void => {
      analyser.getFloatTimeDomainData(samples)
      const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, peak / FULL)})`
      frame = requestAnimationFrame(draw)
    }
    draw()
    return () => {
      cancelAnimationFrame(frame)
      void context.close()
    }
  }, [track])
  return (
    <div className={styles.meter} aria-hidden>
      <div ref={bar} className={styles.bar} />
    </div>
  )
}
