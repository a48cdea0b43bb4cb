import { expect, test } from 'vitest'
import { type Archive, archiveName, outdated } from './folder.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = Date.UTC(2026, 10, 24, 12)

const archives = (...daysOld: number[]): Archive[] =>
  daysOld.map((days) => {
    const madeAt = NOW - days * DAY
    return { name: archiveName('data', madeAt), contents: 'data', madeAt }
  })
const daysOf = (found: Archive[]): number[] => found.map(({ madeAt }) => (NOW - madeAt) / DAY)

test.each([
  ['nothing of a few young ones', [0, 1, 2], { keep: 3, keepDays: 90 }, []],
  ['those beyond the number kept', [0, 1, 2, 3, 4], { keep: 3, keepDays: 90 }, [3, 4]],
  ['those beyond the age', [0, 1, 90, 91, 92], { keep: 10, keepDays: 90 }, [91, 92]],
  ['all but the newest', [0, 1, 2], { keep: 1, keepDays: 90 }, [1, 2]],
  ['but never the newest, however old', [400], { keep: 1, keepDays: 1 }, []],
  ['nothing of nothing', [], { keep: 1, keepDays: 1 }, []],
])('[B16] removes %s', (_what, daysOld, retention, removed) => {
  expect(daysOf(outdated(archives(...daysOld), NOW, retention))).toEqual(removed)
})

test('leaves keyrings alone', () => {
  const keyring: Archive = { name: archiveName('keyring', 0), contents: 'keyring', madeAt: 0 }
  expect(outdated([...archives(0), keyring], NOW, { keep: 1, keepDays: 1 })).toEqual([])
})
