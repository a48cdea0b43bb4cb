/** Epoch milliseconds as the browser's owner writes them. */
export const time = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })
