/** A moment (epoch milliseconds) as people write it. */
export const dayAndTime = (at: number): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })

export const day = (at: number): string => new Date(at).toLocaleDateString([], { dateStyle: 'medium' })
