import { useEffect } from 'react'
import { startRingtone } from './ringtone.ts'

interface RingingProps {
  title: string
  /** How often it is heard at most. */
  times?: number
}

/** Heard, and seen in the title of a tab that is not in front; without the name, which the browser would keep. */
export function Ringing({ title, times }: RingingProps) {
  useEffect(() => startRingtone(times), [times])
  useEffect(() => {
    const before = document.title
    document.title = title
    return () => {
      // The page beneath may have set its own meanwhile.
      if (document.title === title) document.title = before
    }
  }, [title])
  return null
}
