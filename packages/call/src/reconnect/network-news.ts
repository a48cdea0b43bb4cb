/**
 * Calls `handler` whenever the way to the network may have changed: the browser is online again, the kind of
 * connection changed, the page was shown or thawed. Chromium also reports mere changes of speed, so the
 * handler has to be cheap. Returns the function that stops it.
 */
export function onNetworkNews(handler: () => void): () => void {
  // A test without a page hears no news.
  if (typeof document === 'undefined') return () => undefined
  const whenShown = (): void => {
    if (document.visibilityState === 'visible') handler()
  }
  const kind = 'connection' in navigator ? navigator.connection : null
  const sources: [EventTarget, string, () => void][] = [
    [window, 'online', handler],
    [window, 'pageshow', handler],
    [document, 'resume', handler],
    [document, 'visibilitychange', whenShown],
    ...(kind instanceof EventTarget
      ? [[kind, 'change', handler] satisfies [EventTarget, string, () => void]]
      : []),
  ]
  for (const [target, event, listener] of sources) target.addEventListener(event, listener)
  return () => {
    for (const [target, event, listener] of sources) target.removeEventListener(event, listener)
  }
}
