const MINUTE = 60_000
/** Between two looks at the clock, often enough for minutes. */
export const LOOK_AT_CLOCK = MINUTE / 4

/** Whole minutes since `madeAt` (epoch milliseconds), never below none: clocks differ. */
export const minutesSince = (madeAt: number, now: number): number =>
  Math.max(0, Math.floor((now - madeAt) / MINUTE))
