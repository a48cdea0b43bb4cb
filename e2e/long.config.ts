import config from './playwright.config.ts'

/* Journeys of so many pages that they take minutes: `npm test -- --only long`, and in `npm test` only then. */
export default {
  ...config,
  projects: [{ name: 'long', testMatch: '**/*.long.ts' }],
  timeout: 900_000,
  expect: { timeout: 90_000 },
  // Drawing for a trace takes what the pages need.
  use: { ...config.use, actionTimeout: 90_000, trace: 'off' as const },
}
