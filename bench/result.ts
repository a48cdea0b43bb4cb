/** One line of the result, as `npm run bench -- --json` prints it. */
export interface Row {
  name: string
  /** null when it could not be measured: then the bar does not hold. */
  value: number | null
  unit: string
  /** What it was compared with, in the same run; null where the bar is a figure. */
  reference: string | null
  referenceValue: number | null
  /** value / referenceValue; of decibels, the ratio that their difference stands for. */
  ratio: number | null
  bar: string
  holds: boolean
}

/** What a value must keep to. */
export interface Bar {
  text: string
  holds(value: number, reference: number | null): boolean
}

export const atMost = (limit: number, unit: string): Bar => ({
  text: `≤ ${limit} ${unit}`,
  holds: (value) => value <= limit,
})

export const atLeast = (limit: number, unit: string): Bar => ({
  text: `≥ ${limit} ${unit}`,
  holds: (value) => value >= limit,
})

export const atMostTimes = (factor: number): Bar => ({
  text: `≤ ${factor} × reference`,
  holds: (value, reference) => reference !== null && value <= factor * reference,
})

export const atLeastTimes = (factor: number): Bar => ({
  text: `≥ ${factor} × reference`,
  holds: (value, reference) => reference !== null && value >= factor * reference,
})

/** For two runs of the same thing, which are never equal: the reference and a margin. */
export const atMostPlus = (margin: number, unit: string): Bar => ({
  text: `≤ reference + ${margin} ${unit}`,
  holds: (value, reference) => reference !== null && value <= reference + margin,
})

export const atLeastPlus = (margin: number, unit: string): Bar => ({
  text: margin === 0 ? '≥ reference' : `≥ reference ${margin < 0 ? '−' : '+'} ${Math.abs(margin)} ${unit}`,
  holds: (value, reference) => reference !== null && value >= reference + margin,
})

export interface Subject {
  name: string
  unit: string
  bar: Bar
}

/** The row of medians. Without samples of ours, or of a reference that there should be, the bar does not hold. */
export function rowOf(
  subject: Subject,
  ours: number[],
  reference?: { name: string; samples: number[] },
): Row {
  const value = median(ours)
  const referenceValue = reference === undefined ? null : median(reference.samples)
  return {
    name: subject.name,
    value: rounded(value),
    unit: subject.unit,
    reference: reference?.name ?? null,
    referenceValue: rounded(referenceValue),
    ratio:
      value === null || referenceValue === null ? null : rounded(ratioOf(value, referenceValue, subject)),
    bar: subject.bar.text,
    holds: value !== null && subject.bar.holds(value, referenceValue),
  }
}

const ratioOf = (value: number, reference: number, { unit }: Subject): number =>
  unit === 'dB' ? 10 ** ((value - reference) / 10) : value / reference

export function median(samples: number[]): number | null {
  const sorted = samples.toSorted((a, b) => a - b)
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  const upper = sorted[Math.ceil((sorted.length - 1) / 2)]
  return lower === undefined || upper === undefined ? null : (lower + upper) / 2
}

/** By the nearest rank: of 20 samples the 95th is the second largest. */
export function percentile(samples: number[], percent: number): number | null {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null
}

/** The longest time between two neighbours of rising times. */
export const longestGap = (times: number[]): number =>
  times.slice(1).reduce((longest, time, index) => Math.max(longest, time - (times[index] ?? time)), 0)

const rounded = (value: number | null): number | null =>
  value === null ? null : Number(value.toPrecision(4))
