import { spawnSync } from 'node:child_process'
import { installPackages, isDebianAsRoot, isInstalled } from './debian.ts'

/** The programs that the networks are made of, with the packages of Debian that bring them. */
const PROGRAMS = {
  ip: 'iproute2',
  iptables: 'iptables',
  turnserver: 'coturn',
  certutil: 'libnss3-tools',
  squid: 'squid',
  openssl: 'openssl',
  unshare: 'util-linux',
}

/** Its own networks, processes and mounts, which end with the first process in it. */
const UNSHARE = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

const missing = (): string[] =>
  Object.entries(PROGRAMS).flatMap(([program, name]) => (isInstalled(program) ? [] : [name]))

/** How to run a command where networks may be made, or why that cannot be done here. */
export async function ownWorldOrReason(): Promise<{ enter: string[] } | { reason: string }> {
  if (missing().length > 0 && isDebianAsRoot()) await installPackages(missing())
  if (missing().length > 0) {
    const packages = Array.from(new Set(missing())).join(' ')
    return { reason: `Some programs are missing. Debian and Ubuntu, as root: apt-get install ${packages}` }
  }
  const enter = [...UNSHARE, ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'])]
  if (spawnSync('unshare', [...enter, 'true']).status !== 0) {
    return { reason: 'Networks can be made neither here nor in a user namespace: run it as root.' }
  }
  return { enter }
}
