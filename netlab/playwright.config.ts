import { defineConfig } from '@playwright/test'
import { reporters } from '../e2e/reporters.ts'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/netlab',
  globalSetup: './global-setup.ts',
  reporter: reporters,
  // One world has one clinic.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  projects: [
    { name: 'tests', testMatch: '**/*.spec.ts', timeout: 180_000 },
    // They write what the tests of the line's controller are given.
    { name: 'traces', testMatch: '**/*.record.ts', timeout: 180_000 },
    // They take as long as they have runs.
    { name: 'measures', testMatch: '**/*.measure.ts', timeout: 0 },
  ],
  expect: { timeout: 20_000 },
  use: { actionTimeout: 20_000 },
})
