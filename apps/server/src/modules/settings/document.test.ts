import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withSettings } from './document.ts'
import { KEYS, PARAMETERS } from './parameters/index.ts'

const DOCUMENT = join(import.meta.dirname, '../../../../../docs/OPERATIONS.md')

test('[B35] docs/OPERATIONS.md has every parameter, as the code has it', async () => {
  const document = await readFile(DOCUMENT, 'utf8')
  // When this fails: npm run visita -- settings document
  expect(document).toBe(withSettings(document))
  for (const key of KEYS) {
    expect(document).toContain(`| \`${key}\` `)
    expect(document).toContain(`\`${PARAMETERS[key].variable}\``)
  }
})

test('a document without the marks is not written over', () => {
  expect(() => withSettings('# Running Visita\n')).toThrow('marks')
})
