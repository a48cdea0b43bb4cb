import { test as base } from '@playwright/test'
import { TestServer } from './server.ts'

interface Fixtures {
  /** Configuration of the test's server: `test.use({ serverEnv: { VISITA_RING_SECONDS: '3' } })`. */
  serverEnv: Record<string, string>
  /** A server with an empty database for this test alone; `page.goto('/')` opens its page. */
  server: TestServer
  /** Closes what the test opened, so that nobody is left calling on the next one's processor. */
  tidy: void
}

export const test = base.extend<Fixtures>({
  serverEnv: [{}, { option: true }],
  server: async ({ serverEnv }, use) => {
    const server = await TestServer.start(serverEnv)
    await use(server)
    await server.stop()
  },
  tidy: [
    async ({ browser }, use) => {
      await use()
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],
  baseURL: async ({ server }, use) => use(server.url),
})

export { expect } from '@playwright/test'
