import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.mjs'

const NOT_SOURCES = new Set(['node_modules', 'dist'])

/**
 * Changes when a file below these paths of the checkout does. Of paths, sizes and times, not contents: a start
 * that changes nothing must not read megabytes.
 * @param {string[]} sources
 */
export function fingerprintOf(sources) {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, join(ROOT, source))
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
function addTo(hash, path) {
  const entry = statSync(path)
  if (!entry.isDirectory()) {
    hash.update(`${path}\0${entry.size}\0${entry.mtimeMs}\0`)
    return
  }
  // A folder's own time changes with dist inside it; what counts is what the folder lists.
  const names = readdirSync(path).filter((name) => !NOT_SOURCES.has(name))
  for (const name of names.toSorted()) addTo(hash, join(path, name))
}
