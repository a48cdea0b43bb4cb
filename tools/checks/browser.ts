import { availableParallelism } from 'node:os'
import { inChromium } from './playwright.ts'
import { together, type Tier } from './tier.ts'

/** Pages without a call leave a processor idle; a call with its two pictures leaves none. */
export const browser: Tier = {
  name: 'browser',
  run: async () => {
    const workers = Math.min(2, availableParallelism())
    const pages = await inChromium('e2e', { more: ['--project=pages', `--workers=${workers}`] })
    return together(pages, await inChromium('e2e', { more: ['--project=calls'] }))
  },
}

/** The journeys that are too long for every run. */
export const long: Tier = { name: 'long', run: () => inChromium('e2e', { more: ['--project=long'] }) }
