import { defineConfig } from '@playwright/test'
import { headlessShell } from './browser.ts'
import { reporters } from './reporters.ts'

/** Of pages that call nobody, or hardly: two of them at once take no processor from each other. */
const PAGES = [
  'accounts',
  'hospital',
  'identify',
  'idle',
  'invitations',
  'office',
  'passkeys',
  'queue',
  'smoke',
].map((name) => `**/${name}.spec.ts`)

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  reporter: reporters,
  projects: [
    { name: 'pages', testMatch: PAGES },
    { name: 'calls', testMatch: '**/*.spec.ts', testIgnore: PAGES, grepInvert: /@long/ },
    // What is long, or rare: by `npm test -- --only long`.
    { name: 'long', testMatch: '**/*.spec.ts', grep: /@long/ },
  ],
  // Two browsers with video fill two cores; a retry would hide what must be found.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // For a test that hangs; what is waited for are states.
  timeout: 240_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 15_000,
    launchOptions: headlessShell(),
    // A seventh of the time of a test; `--trace=retain-on-failure` where one is to be looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
})
