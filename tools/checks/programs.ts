import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { ROOT } from '../setup/root.mjs'
import { run } from '../setup/run.mjs'

const PACKAGES = join(ROOT, 'node_modules')
/** The bundled programs, this Node among them, come before the machine's own for whatever a tier starts. */
const PATH = [join(PACKAGES, '.bin'), process.env['PATH']].join(delimiter)

/** Runs a program of an installed package on this Node; the result is its exit code. */
export function runPackage(name: string, program: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return runNode([join(PACKAGES, name, program), ...args], env)
}

export function runNode(args: string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return run(process.execPath, args, { env: environment(env) })
}

/** Ours, with the bundled programs first. */
export const environment = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...process.env, PATH, ...more })

/** Gives `use` the path of a report to have written, then the parsed JSON of it, or null when there is none. */
export async function withReport<T>(
  write: (path: string) => Promise<number>,
  read: (report: unknown, exitCode: number) => T,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'visita-test-'))
  try {
    const path = join(directory, 'report.json')
    const exitCode = await write(path)
    const text = await readFile(path, 'utf8').catch(() => 'null')
    return read(JSON.parse(text), exitCode)
  } finally {
    await rm(directory, { recursive: true })
  }
}
