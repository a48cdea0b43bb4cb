import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { Halt, say } from './halt.mjs'
import { ROOT } from './root.mjs'

const PINNED = readFileSync(join(ROOT, '.node-version'), 'utf8').trim()
const OLDEST_MAJOR = Number.parseInt(PINNED, 10)

/**
 * The Node to run the product on: this one where it is new enough, otherwise the pinned one that was
 * installed as a package.
 * @returns {string} path of the program
 */
export function findNode() {
  const pinned = pinnedProgram()
  const isPinned = process.execPath.startsWith(join(ROOT, 'node_modules') + sep)
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_MAJOR && !isPinned) return process.execPath
  if (spawnSync(pinned, ['--version']).status !== 0) throw new Halt(noNode())
  const own = machinesNode()
  if (own !== PINNED) say(`Running on the pinned Node ${PINNED}, since this machine's own is ${own}.`)
  return pinned
}

function pinnedProgram() {
  const windows = process.platform === 'win32'
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  return join(ROOT, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
}

/** Under npm the pinned Node is first in PATH and runs this file; npm itself still runs on the machine's own. */
function machinesNode() {
  const [, version = process.versions.node] =
    /\bnode\/v(\S+)/.exec(process.env['npm_config_user_agent'] ?? '') ?? []
  return version
}

const noNode =
  () => `Visita needs Node ${OLDEST_MAJOR} or later; this is Node ${machinesNode()}, and there is no \
ready-made Node ${PINNED} for ${process.platform} on ${process.arch} among the packages.
Install it from https://nodejs.org (macOS: "brew install node@${OLDEST_MAJOR}"; with fnm: "fnm install"), then run the same command again.`
