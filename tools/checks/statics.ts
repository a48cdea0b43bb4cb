import { runNode, runPackage } from './programs.ts'
import type { Tally, Tier } from './tier.ts'

const once = (name: string, check: () => Promise<number>): Tier => ({
  name,
  run: async (): Promise<Tally> =>
    (await check()) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
})

/** Checks that pass or fail as one. */
export const format = once('format', () => runPackage('prettier', 'bin/prettier.cjs', ['--check', '.']))

export const lint = once('lint', () =>
  runPackage('oxlint', 'bin/oxlint', ['--type-aware', '--type-check', '--deny-warnings']),
)

export const deadCode = once('dead-code', () => runPackage('knip', 'bin/knip.js', []))

export const build = once('build', () => runNode(['tools/build.mjs']))
