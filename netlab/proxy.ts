import { expect } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOME, output, programIn, type Home } from './world.ts'

const PORT = 3_128
const LOGIN = { username: 'ward7', password: 'of this laboratory alone' }

/** What a browser in this home is told, as a hospital's IT gives it to each computer. */
export const PROXY = { server: `http://${HOME.router}:${PORT}`, ...LOGIN }

/** Squid on the router of a home: CONNECT to port 443 is all that it lets through, after a login. */
export class Proxy {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Resolves when it listens. */
  static async start({ router }: Home): Promise<Proxy> {
    const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-proxy-'))
    // Squid and its helper leave the rights of root behind.
    await chmod(folder, 0o755)
    const file = join(folder, 'squid.conf')
    const logins = join(folder, 'logins')
    const hash = output('openssl', 'passwd', '-apr1', LOGIN.password)
    await writeFile(logins, `${LOGIN.username}:${hash}`, { mode: 0o644 })
    await writeFile(file, configuration(folder, logins))
    const child = spawn(programIn(router, folder, 'squid'), ['-N', '-f', file], { stdio: 'ignore' })
    const listens = (): string => output('ip', 'netns', 'exec', router, 'ss', '-Hltn')
    await expect.poll(listens).toContain(`:${PORT}`)
    return new Proxy(child)
  }

  close(): void {
    this.#child.kill('SIGKILL')
  }
}

const configuration = (folder: string, logins: string): string => `http_port ${PORT}
pid_filename none
cache_log /dev/null
access_log none
coredump_dir ${folder}
cache deny all
auth_param basic program /usr/lib/squid/basic_ncsa_auth ${logins}
acl known proxy_auth REQUIRED
acl https port 443
acl tunnel method CONNECT
http_access deny !tunnel
http_access deny !https
http_access allow known
http_access deny all
`
