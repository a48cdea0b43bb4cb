import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * How the router of a network treats what leaves it (RFC 4787 has the words):
 * - `cone`: one outer port for one inner port, whomever it talks to;
 * - `symmetric`: another outer port for each one that it talks to;
 * - `hospital`: nothing leaves it but TCP to port 443, as behind a strict firewall;
 * - `proxied`: nothing leaves it at all but through the proxy on it, see proxy.ts.
 */
export type Nat = 'cone' | 'symmetric' | 'hospital' | 'proxied'

/** Where the clinic's server and its relay are: as public as any to a relay that refuses the reserved ranges. */
export const CLINIC = '11.22.33.10'
export const RELAY = '11.22.33.20'
/** By its name, as in a clinic: Firefox speaks TLS only to a relay that has one. */
export const RELAY_NAME = 'turn.clinic.test'
/** The namespace of the relay: it and the clinic's server both listen at port 443. */
export const RELAY_HOST = 'relay'
const NOWHERE = '11.22.33.254'
export const ROUTERS = { patient: '11.22.33.101', doctor: '11.22.33.102' }
/** Both homes have the same private network, as two with a router of one make do. */
export const HOME = { router: '192.168.1.1', client: '192.168.1.10' }

export type Side = keyof typeof ROUTERS

/** Set by main.ts in the process that has the networks of its own: the world must not be built anywhere else. */
const IN_WORLD = 'NETLAB_WORLD'

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
/** What a program prints. */
export const output = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' })
const ip = (...args: string[]): void => run('ip', ...args)
/** Runs a command in a namespace. */
export const at = (namespace: string, ...command: string[]): void =>
  ip('netns', 'exec', namespace, ...command)

/** The public network: a bridge with the clinic's server on it, and the host of the relay. */
export function buildWorld(): void {
  if (process.env[IN_WORLD] !== '1') throw new Error('Only in a world of its own: npm run netlab')
  nameRelay()
  ip('link', 'set', 'lo', 'up')
  ip('link', 'add', 'public', 'type', 'bridge')
  ip('address', 'add', `${CLINIC}/24`, 'dev', 'public')
  ip('link', 'set', 'public', 'up')
  ip('netns', 'add', RELAY_HOST)
  ip('link', 'add', 'relay-out', 'type', 'veth', 'peer', 'name', 'out', 'netns', RELAY_HOST)
  ip('link', 'set', 'relay-out', 'master', 'public', 'up')
  at(RELAY_HOST, 'ip', 'address', 'add', `${RELAY}/24`, 'dev', 'out')
  for (const device of ['lo', 'out']) at(RELAY_HOST, 'ip', 'link', 'set', device, 'up')
  // A relay without a way to the world closes its allocations after a second: a gateway that answers nothing.
  at(RELAY_HOST, 'ip', 'route', 'add', 'default', 'via', NOWHERE)
  ip('route', 'add', 'default', 'via', NOWHERE)
  const nowhere = ['lladdr', '02:00:00:00:00:fe', 'nud', 'permanent']
  at(RELAY_HOST, 'ip', 'neigh', 'replace', NOWHERE, 'dev', 'out', ...nowhere)
  ip('neigh', 'replace', NOWHERE, 'dev', 'public', ...nowhere)
}

/** For this world alone, whose mounts are its own. */
function nameRelay(): void {
  const hosts = join(mkdtempSync(join(tmpdir(), 'visita-netlab-hosts-')), 'hosts')
  // Chromium asks for the name with a dot behind it.
  writeFileSync(hosts, `127.0.0.1 localhost\n${RELAY} ${RELAY_NAME} ${RELAY_NAME}.\n`)
  run('mount', '--bind', hosts, '/etc/hosts')
}

/** One network behind a router; `client` is the namespace that a browser runs in, `router` that of the router. */
export class Home {
  readonly side: Side
  readonly client: string
  readonly router: string
  readonly nat: Nat

  constructor(side: Side, nat: Nat) {
    this.side = side
    this.nat = nat
    this.client = side
    this.router = `${side}-router`
    ip('netns', 'add', this.client)
    ip('netns', 'add', this.router)
    this.#plug()
    this.#route()
  }

  close(): void {
    // By itself: with its namespace it would go some time later, and its name is wanted by the next home.
    ip('link', 'delete', `${this.side}-wan`)
    for (const name of [this.client, this.router]) ip('netns', 'delete', name)
  }

  #plug(): void {
    const [outer, inner] = [`${this.side}-wan`, `${this.side}-lan`]
    ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', 'wan', 'netns', this.router)
    ip('link', 'set', outer, 'master', 'public', 'up')
    ip(
      'link',
      'add',
      inner,
      'netns',
      this.client,
      'type',
      'veth',
      'peer',
      'name',
      'lan',
      'netns',
      this.router,
    )
    for (const namespace of [this.client, this.router]) {
      // Late addresses of the other family make a browser drop what it is loading.
      at(namespace, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1')
      at(namespace, 'ip', 'link', 'set', 'lo', 'up')
    }
    at(this.client, 'ip', 'address', 'add', `${HOME.client}/24`, 'dev', inner)
    at(this.client, 'ip', 'link', 'set', inner, 'up')
    at(this.client, 'ip', 'route', 'add', 'default', 'via', HOME.router)
    at(this.router, 'ip', 'address', 'add', `${HOME.router}/24`, 'dev', 'lan')
    at(this.router, 'ip', 'address', 'add', `${ROUTERS[this.side]}/24`, 'dev', 'wan')
    for (const device of ['lan', 'wan']) at(this.router, 'ip', 'link', 'set', device, 'up')
    at(this.router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1')
  }

  #route(): void {
    const { nat } = this
    const iptables = (...args: string[]): void => at(this.router, 'iptables', ...args)
    const ports = nat === 'symmetric' ? ['--random-fully'] : []
    iptables('-t', 'nat', '-A', 'POSTROUTING', '-o', 'wan', '-j', 'MASQUERADE', ...ports)
    // Silently: an answer to what nobody asked for would make connection tracking give a cone other ports.
    if (nat === 'proxied')
      iptables('-A', 'INPUT', '-i', 'wan', '-m', 'conntrack', '--ctstate', 'ESTABLISHED', '-j', 'ACCEPT')
    iptables('-A', 'INPUT', '-i', 'wan', '-j', 'DROP')
    iptables('-A', 'FORWARD', '-m', 'conntrack', '--ctstate', 'ESTABLISHED,RELATED', '-j', 'ACCEPT')
    if (nat === 'hospital')
      iptables('-A', 'FORWARD', '-i', 'lan', '-p', 'tcp', '--dport', '443', '-j', 'ACCEPT')
    else if (nat !== 'proxied') iptables('-A', 'FORWARD', '-i', 'lan', '-j', 'ACCEPT')
    iptables('-A', 'FORWARD', '-j', 'DROP')
  }
}

/** A program in `folder` that starts `command` in this namespace. */
export function programIn(namespace: string, folder: string, command: string): string {
  const program = join(folder, `in-${namespace}`)
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec ${namespace} ${command} "$@"\n`, { mode: 0o755 })
  return program
}

/**
 * A program that starts Chromium in this namespace; what it is told comes over inherited pipes, so a cut line does
 * not cut it. The certificate of the page Playwright waves through, that of a relay it does not: this one is trusted.
 */
export function browserIn(namespace: string, chromium: string, certificate: string): string {
  const home = mkdtempSync(join(tmpdir(), `visita-netlab-${namespace}-`))
  const store = join(home, '.pki/nssdb')
  run('mkdir', '-p', store)
  run('certutil', '-d', `sql:${store}`, '-N', '--empty-password')
  run('certutil', '-d', `sql:${store}`, '-A', '-t', 'P,,', '-n', 'relay', '-i', certificate)
  return programIn(namespace, home, `env HOME=${home} ${chromium}`)
}
