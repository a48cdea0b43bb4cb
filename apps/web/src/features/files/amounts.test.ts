import { describe, expect, it } from 'vitest'
import { formatSize, formatSpeed, formatTimeLeft } from './amounts.ts'

describe('[A10] how much and how long', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [12_345_678, '12.3 MB'],
    [2_147_483_648, '2.1 GB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(formatSize(bytes, 'en')).toBe(words)
  })

  it.each([
    [0.2, '1 second'],
    [3.2, '3 seconds'],
    [89, '89 seconds'],
    [299, '5 minutes'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(formatTimeLeft(seconds, 'en')).toBe(words)
  })

  it('says speed in megabytes', () => {
    expect(formatSpeed(2_400_000, 'en')).toBe('2.4 MB/s')
  })
})
