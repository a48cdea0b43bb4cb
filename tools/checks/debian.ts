import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { run } from '../setup/run.mjs'

/** Where Debian's packages may be installed. */
export const isDebianAsRoot = (): boolean => existsSync('/etc/debian_version') && userInfo().uid === 0

export async function installPackages(packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env })
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env })
}

const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']

export const isInstalled = (program: string): boolean =>
  FOLDERS.some((folder) => existsSync(join(folder, program)))
