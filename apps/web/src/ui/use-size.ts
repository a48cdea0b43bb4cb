import { useEffect, useState, type RefObject } from 'react'

/** In CSS pixels. */
export interface Size {
  width: number
  height: number
}

/** The size of an element as the page lays it out, followed for as long as it is there; never nought before that. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 })
  useEffect(() => {
    if (!element.current) return undefined
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return size
}
