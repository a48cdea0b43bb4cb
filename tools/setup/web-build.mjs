import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compressAll } from './compress.mjs'
import { Halt, say } from './halt.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'

const WEB = join(ROOT, 'apps', 'web')
const DIST = join(WEB, 'dist')
const SOURCES = ['apps/web', 'packages', 'tools/setup', 'package-lock.json', 'tsconfig.base.json']
const NOT_SOURCES = new Set(['node_modules', 'dist'])
const STAMP = join(ROOT, '.cache', 'web-build')

/**
 * Builds apps/web/dist, unless nothing it is made of has changed since the last time.
 * @param {string} node the Node to build with
 */
export async function buildWeb(node) {
  const fingerprint = fingerprintOfSources()
  if (existsSync(join(DIST, 'index.html')) && lastFingerprint() === fingerprint) return
  say('Building the web app (under a minute) …')
  rmSync(STAMP, { force: true })
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  const code = await run(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Halt('The web app could not be built; the message above says where.')
  await compressAll(DIST)
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, fingerprint)
}

const lastFingerprint = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '')

/** Paths, sizes and times, not contents: a start that changes nothing must not read megabytes. */
function fingerprintOfSources() {
  const hash = createHash('sha256')
  for (const source of SOURCES) addTo(hash, join(ROOT, source))
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
