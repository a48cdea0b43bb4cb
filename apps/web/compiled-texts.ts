import { readFile } from 'node:fs/promises'
import MessageFormat from '@messageformat/core'
import compileModule, { type StringStructure } from '@messageformat/core/lib/compile-module.js'
import type { Plugin } from 'vite'
import * as z from 'zod'

/** Texts by key, and groups of them. */
const textsSchema: z.ZodType<StringStructure> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), textsSchema])),
)

const FILE = /locales\/([a-zA-Z-]+)\/\w+\.json$/

/**
 * Compiles the texts, which are written in ICU MessageFormat, into functions when the page is built: a browser
 * that had to parse them would load 15 kB more for it.
 */
export function compiledTexts(): Plugin {
  return {
    name: 'compiled-texts',
    // Before Vite's own reading of JSON.
    enforce: 'pre',
    async load(id) {
      const [, language] = FILE.exec(id) ?? []
      if (language === undefined) return null
      this.addWatchFile(id)
      const texts = textsSchema.parse(JSON.parse(await readFile(id, 'utf8')))
      return { code: compileModule(new MessageFormat(language), texts), map: null, moduleType: 'js' }
    },
  }
}
