import type { Readable } from '@visita/call'
import { useSyncExternalStore } from 'react'

/** The current value of a view-model's store; the component is drawn again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(
    (onChange) => readable.subscribe(onChange),
    () => readable.get(),
  )
}
