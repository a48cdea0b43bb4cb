import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compressAll } from './compress.mjs'
import { fingerprintOf } from './fingerprint.mjs'
import { Halt, say } from './halt.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'

const COMMON = ['packages', 'tools/setup', 'package-lock.json', 'tsconfig.base.json']

/**
 * Builds apps/web/dist and apps/server/dist, each unless nothing it is made of has changed since the last time.
 * @param {string} node the Node to build with
 */
export async function build(node) {
  await buildOnce('apps/web', 'index.html', async (folder) => {
    say('Building the web app (under a minute) …')
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
    await make(node, [vite, 'build', '--logLevel', 'warn'], folder)
    await compressAll(join(folder, 'dist'))
  })
  await buildServer(node)
}

/**
 * Builds apps/server/dist alone, with the server and the commands of the terminal.
 * @param {string} node the Node to build with
 */
export async function buildServer(node) {
  await buildOnce('apps/server', 'main.mjs', async (folder) => {
    say('Building the server (some seconds) …')
    await make(node, ['build.mjs'], folder)
    removeOldParts(join(folder, 'dist'))
  })
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000

/**
 * Of earlier builds, which a running server may still need.
 * @param {string} dist
 */
function removeOldParts(dist) {
  for (const name of readdirSync(dist)) {
    const path = join(dist, name)
    if (Date.now() - statSync(path).mtimeMs > MONTH_MS) rmSync(path, { force: true })
  }
}

/**
 * @param {string} app its folder in the checkout
 * @param {string} product a file that is there after building
 * @param {(folder: string) => Promise<void>} produce
 */
async function buildOnce(app, product, produce) {
  const folder = join(ROOT, app)
  const stamp = join(ROOT, '.cache', `${app.replace('/', '-')}-build`)
  const fingerprint = fingerprintOf([app, ...COMMON])
  const last = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
  if (existsSync(join(folder, 'dist', product)) && last === fingerprint) return
  rmSync(stamp, { force: true })
  await produce(folder)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, fingerprint)
}

/**
 * @param {string} node
 * @param {string[]} args
 * @param {string} folder
 */
async function make(node, args, folder) {
  const code = await run(node, args, {
    cwd: folder,
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Halt('Visita could not be built; the message above says where.')
}
