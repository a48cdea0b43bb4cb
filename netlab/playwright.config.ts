import { defineConfig, type ReporterDescription } from '@playwright/test'

const reporters: ReporterDescription[] = [['list']]
if (process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] !== undefined) reporters.push(['json'])

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
