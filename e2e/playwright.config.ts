import { defineConfig } from '@playwright/test'
import { chromium } from './browser.ts'
import { reporters } from './reporters.ts'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  reporter: reporters,
  // Two browsers with video fill two cores; a retry would hide what must be found.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // For a test that hangs; what is waited for are states.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 15_000,
    launchOptions: chromium(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
