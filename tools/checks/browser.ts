import { inChromium } from './playwright.ts'
import type { Tier } from './tier.ts'

export const browser: Tier = { name: 'browser', run: () => inChromium('e2e') }
