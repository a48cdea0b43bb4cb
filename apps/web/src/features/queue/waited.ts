import { useEffect, useState } from 'react'

const MINUTE = 60_000

/** Whole minutes since `madeAt` (epoch milliseconds), never below none: clocks differ. */
export const minutesSince = (madeAt: number, now: number): number =>
  Math.max(0, Math.floor((now - madeAt) / MINUTE))

/** The time now, often enough for minutes. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 4)
    return () => clearInterval(timer)
  }, [])
  return now
}
