import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Size } from './compare-view.ts'

/** The size of an element as the page lays it out, followed for as long as it is there. */
export function useFrame(): { element: RefObject<HTMLDivElement | null>; frame: Size } {
  const element = useRef<HTMLDivElement>(null)
  const [frame, setFrame] = useState<Size>({ width: 1, height: 1 })
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setFrame({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    if (element.current !== null) observer.observe(element.current)
    return () => observer.disconnect()
  }, [])
  return { element, frame }
}
