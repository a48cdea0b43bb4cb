import type { ReporterDescription } from '@playwright/test'

export const reporters: ReporterDescription[] = [['list']]
// Without a file the JSON reporter writes to the terminal.
if (process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] !== undefined) reporters.push(['json'])
