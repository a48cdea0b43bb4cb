import { existsSync } from 'node:fs'
import { installPackages, isDebianAsRoot, isInstalled } from './debian.ts'

/** Tests that need programs which not every machine has. */
interface Need {
  /** What they test. */
  of: string
  /** Of the files that they are in. */
  pattern: string
  /** Of Debian. */
  packages: string[]
  isThere: () => boolean
}

const hasCoturn = (): boolean => isInstalled('turnserver')
const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so'

const NEEDS: Need[] = [
  { of: 'the relay', pattern: '**/*.coturn.test.ts', packages: ['coturn'], isThere: hasCoturn },
  {
    of: 'the forwarding server',
    pattern: '**/*.janus.test.ts',
    packages: ['janus'],
    isThere: () => isInstalled('janus'),
  },
  {
    of: 'the configurations in deploy/',
    pattern: '**/*.proxies.test.ts',
    packages: ['coturn', 'haproxy', 'nginx', 'libnginx-mod-stream'],
    isThere: () => hasCoturn() && isInstalled('haproxy') && isInstalled('nginx') && existsSync(STREAM_MODULE),
  },
]

/** Installs what is missing where we may; those tests that cannot run here, and why. */
export async function unmetNeeds(): Promise<{ pattern: string; reason: string }[]> {
  const missing = NEEDS.filter(({ isThere }) => !isThere()).flatMap(({ packages }) => packages)
  if (missing.length > 0 && isDebianAsRoot()) await installPackages(Array.from(new Set(missing)))
  return NEEDS.filter(({ isThere }) => !isThere()).map(({ of, pattern, packages }) => ({
    pattern,
    reason: `The tests of ${of} need programs that are missing. Debian and Ubuntu, as root: apt-get install ${packages.join(' ')}.`,
  }))
}
