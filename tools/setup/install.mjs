import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Halt, say } from './halt.mjs'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'

/** Installs what package-lock.json names, unless exactly that is there already. */
export async function install() {
  if (isInstalled()) return
  say('Installing the packages (a minute on a first start) …')
  /* Not `npm ci`: it refuses a lockfile without the binaries of every other platform, and registry mirrors do
     not carry them all. Without saving, `install` keeps to the lockfile in the same way. Development
     dependencies whatever NODE_ENV says: the web build needs them. */
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--ignore-scripts']
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  // npm's own output goes to stderr with the other progress.
  const code = await npm([...args, ...quiet], { stdio: ['ignore', process.stderr, process.stderr] })
  if (code !== 0 || !isInstalled()) throw new Halt(INSTALL_FAILED)
}

const INSTALL_FAILED = `The packages could not be installed; npm's message above says why. What usually helps:
  - no network or a proxy:   "npm ping" must answer; "npm config get registry" shows where npm looks
  - a full disk:             about 750 MB are needed
  - a half-made install:     delete the folder node_modules
Then run the same command again.`

/** npm keeps in node_modules the lockfile of what it installed last; a half-made install has none. */
function isInstalled() {
  const installedLock = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(installedLock)) return false
  const installed = readPackages(installedLock)
  return Object.entries(readPackages(join(ROOT, 'package-lock.json')))
    .filter(([path, wanted]) => path.includes('node_modules/') && !wanted.optional)
    .every(([path, wanted]) => wanted.version === installed[path]?.version)
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

/**
 * @param {string[]} args
 * @param {import('./run.mjs').SpawnOptions} options
 */
async function npm(args, options) {
  const { npm_execpath: script = '', npm_node_execpath: node = process.execPath } = process.env
  // Inside `npm start` npm says where it is; its own Node is used, since ours may lie in node_modules.
  if (basename(script) === 'npm-cli.js') return run(node, [script, ...args], options)
  try {
    // On Windows npm is a batch file, which only a shell can run.
    return await run('npm', args, { ...options, shell: process.platform === 'win32' })
  } catch {
    throw new Halt(
      'npm is missing. It comes with Node from https://nodejs.org; on Debian: apt-get install npm',
    )
  }
}
