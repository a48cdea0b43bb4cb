import { defineConfig } from '@playwright/test'
import { reporters } from '../e2e/reporters.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/netlab',
  globalSetup: './global-setup.ts',
  reporter: reporters,
  // One world has one clinic.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: { actionTimeout: 20_000 },
})
