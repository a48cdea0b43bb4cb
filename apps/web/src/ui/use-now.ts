import { useEffect, useState } from 'react'

/** The time now (epoch milliseconds), looked at anew every so many milliseconds while the component is there. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
