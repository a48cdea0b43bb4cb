import { useCallback, useSyncExternalStore } from 'react'

/** What stands behind the `#` of the address. It makes the browser's Back work between parts of one page. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, () => location.hash.slice(1))
}

/** Takes it out of the address when what it named has been done. */
export function clearFragment(): void {
  history.replaceState(null, '', location.pathname)
}

/** For an element that comes later than its page: it is brought into view where the address names it. */
export function useReached(name: string): (element: HTMLElement | null) => void {
  return useCallback(
    (element) => {
      if (location.hash === `#${name}`) element?.scrollIntoView({ block: 'start' })
    },
    [name],
  )
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
