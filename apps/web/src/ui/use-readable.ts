import type { Readable } from '@visita/call'
import { useRef, useSyncExternalStore } from 'react'

/** The current value of a view-model's store; the component is drawn again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(
    (onChange) => readable.subscribe(onChange),
    () => readable.get(),
  )
}

/** As `useReadable`, of several stores, whose number may change. */
export function useReadables<T>(readables: readonly Readable<T>[]): readonly T[] {
  const last = useRef<readonly T[]>([])
  return useSyncExternalStore(
    (onChange) => {
      const releases = readables.map((readable) => readable.subscribe(onChange))
      return () => {
        for (const release of releases) release()
      }
    },
    () => {
      const values = readables.map((readable) => readable.get())
      const before = last.current
      const same =
        values.length === before.length && values.every((value, index) => Object.is(value, before[index]))
      if (!same) last.current = values
      return last.current
    },
  )
}
