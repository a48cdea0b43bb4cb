/* One entry of a report of getStats (W3C webrtc-stats); browsers differ in what they tell. */

export function valueOf(entry: unknown, name: string): unknown {
  return typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined
}

/** Null where the browser does not tell it. */
export function numberOf(entry: unknown, name: string): number | null {
  const value = valueOf(entry, name)
  return typeof value === 'number' ? value : null
}
