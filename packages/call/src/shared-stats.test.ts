import { expect, it } from 'vitest'
import { SharedStats } from './shared-stats.ts'

function aConnection() {
  let [now, asked] = [0, 0]
  const getStats = async (): Promise<RTCStatsReport> => {
    asked += 1
    return new Map()
  }
  const stats = new SharedStats({ getStats }, () => now)
  return { stats, asked: () => asked, pass: (milliseconds: number) => (now += milliseconds) }
}

it('a report serves all who read within the same second', async () => {
  const { stats, asked, pass } = aConnection()
  const first = await stats.ask()
  pass(500)
  expect([await stats.recent(), await stats.recent()]).toEqual([first, first])
  expect(asked()).toBe(1)
})

it('a report that is old, or must be of this moment, is asked for anew', async () => {
  const { stats, asked, pass } = aConnection()
  await stats.recent()
  pass(1_000)
  await stats.recent()
  await stats.ask()
  expect(asked()).toBe(3)
})
