import { useSyncExternalStore } from 'react'

/** What stands behind the `#` of the address. It makes the browser's Back work between parts of one page. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, () => location.hash.slice(1))
}

/** Takes it out of the address when what it named has been done. */
export function clearFragment(): void {
  history.replaceState(null, '', location.pathname)
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
