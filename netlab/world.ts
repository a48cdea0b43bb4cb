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

/** Where the clinic's server and its relays are: as public as any to a relay that refuses the reserved ranges. */
export const CLINIC = '11.22.33.10'
export const CLINIC_NAME = 'clinic.test'
/** In networks of their own: they and the clinic's server all listen at port 443. */
export interface RelayHost {
  namespace: string
  address: string
  /** As in a clinic: Firefox speaks TLS only to a relay that has one. */
  name: string
}
export const RELAYS = [
  { namespace: 'relay', address: '11.22.33.20', name: 'turn.clinic.test' },
  { namespace: 'relay-2', address: '11.22.33.21', name: 'turn2.clinic.test' },
] as const satisfies RelayHost[]
const NOWHERE = '11.22.33.254'
const ANSWERS_NOTHING = ['lladdr', '02:00:00:00:00:fe', 'nud', 'permanent']
export const ROUTERS = { patient: '11.22.33.101', doctor: '11.22.33.102' }
/** Both homes have the same private network, as two with a router of one make do. */
export const HOME = { router: '192.168.1.1', client: '192.168.1.10' }

export type Side = keyof typeof ROUTERS

/** Set by main.ts in the process that has the networks of its own: the world must not be built anywhere else. */
const IN_WORLD = 'NETLAB_WORLD'

export const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
/** What a program prints. */
export const output = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' })
export const ip = (...args: string[]): void => run('ip', ...args)
/** Runs a command in a namespace. */
export const at = (namespace: string, ...command: string[]): void =>
  ip('netns', 'exec', namespace, ...command)

/** The public network: a bridge with the clinic's server on it, and the hosts of the relays. */
export function buildWorld(): void {
  if (process.env[IN_WORLD] !== '1') throw new Error('Only in a world of its own: npm run netlab')
  nameHosts()
  ip('link', 'set', 'lo', 'up')
  ip('link', 'add', 'public', 'type', 'bridge')
  ip('address', 'add', `${CLINIC}/24`, 'dev', 'public')
  ip('link', 'set', 'public', 'up')
  ip('route', 'add', 'default', 'via', NOWHERE)
  ip('neigh', 'replace', NOWHERE, 'dev', 'public', ...ANSWERS_NOTHING)
  for (const relay of RELAYS) buildRelayHost(relay)
}

function buildRelayHost({ namespace, address }: RelayHost): void {
  const outer = `${namespace}-out`
  ip('netns', 'add', namespace)
  ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', 'out', 'netns', namespace)
  ip('link', 'set', outer, 'master', 'public', 'up')
  at(namespace, 'ip', 'address', 'add', `${address}/24`, 'dev', 'out')
  for (const device of ['lo', 'out']) at(namespace, 'ip', 'link', 'set', device, 'up')
  // A relay without a way to the world closes its allocations after a second: a gateway that answers nothing.
  at(namespace, 'ip', 'route', 'add', 'default', 'via', NOWHERE)
  at(namespace, 'ip', 'neigh', 'replace', NOWHERE, 'dev', 'out', ...ANSWERS_NOTHING)
}

/** For this world alone, whose mounts are its own. */
function nameHosts(): void {
  const hosts = join(mkdtempSync(join(tmpdir(), 'visita-netlab-hosts-')), 'hosts')
  // Chromium asks for the name with a dot behind it.
  const named = [{ address: CLINIC, name: CLINIC_NAME }, ...RELAYS]
  const lines = named.map(({ address, name }) => `${address} ${name} ${name}.\n`)
  writeFileSync(hosts, `127.0.0.1 localhost\n${lines.join('')}`)
  run('mount', '--bind', hosts, '/etc/hosts')
}

/** One network behind a router; `client` is the namespace that a browser runs in, `router` that of the router. */
export class Home {
  readonly side: Side
  readonly client: string
  readonly nat: Nat
  readonly #router: Router

  constructor(side: Side, nat: Nat) {
    this.side = side
    this.nat = nat
    this.client = side
    ip('netns', 'add', this.client)
    isolate(this.client)
    this.#router = new Router(this.client, {
      namespace: `${side}-router`,
      outer: { device: `${side}-wan`, address: ROUTERS[side] },
      inner: { device: `${side}-lan`, ...HOME },
      nat,
    })
    at(this.client, 'ip', 'route', 'add', 'default', 'via', HOME.router)
  }

  get router(): string {
    return this.#router.namespace
  }

  close(): void {
    this.#router.close()
    ip('netns', 'delete', this.client)
  }
}

export interface RouterOptions {
  namespace: string
  /** Its place in the public network, by the device at that end. */
  outer: { device: string; address: string }
  /** Its own address in the home and the client's, by the client's device. */
  inner: { device: string; router: string; client: string }
  nat: Nat
}

/** Between the public network and a client; in the router's own namespace its two devices are `wan` and `lan`. */
export class Router {
  readonly namespace: string
  readonly #outer: string

  constructor(client: string, { namespace, outer, inner, nat }: RouterOptions) {
    this.namespace = namespace
    this.#outer = outer.device
    ip('netns', 'add', namespace)
    isolate(namespace)
    ip('link', 'add', outer.device, 'type', 'veth', 'peer', 'name', 'wan', 'netns', namespace)
    ip('link', 'set', outer.device, 'master', 'public', 'up')
    const peer = ['peer', 'name', 'lan', 'netns', namespace]
    ip('link', 'add', inner.device, 'netns', client, 'type', 'veth', ...peer)
    at(client, 'ip', 'address', 'add', `${inner.client}/24`, 'dev', inner.device)
    at(client, 'ip', 'link', 'set', inner.device, 'up')
    at(namespace, 'ip', 'address', 'add', `${inner.router}/24`, 'dev', 'lan')
    at(namespace, 'ip', 'address', 'add', `${outer.address}/24`, 'dev', 'wan')
    for (const device of ['lan', 'wan']) at(namespace, 'ip', 'link', 'set', device, 'up')
    at(namespace, 'sysctl', '-qw', 'net.ipv4.ip_forward=1')
    this.#translate(nat)
  }

  close(): void {
    // By itself: with its namespace it would go some time later, and its name is wanted by the next home.
    ip('link', 'delete', this.#outer)
    ip('netns', 'delete', this.namespace)
  }

  #translate(nat: Nat): void {
    const iptables = (...args: string[]): void => at(this.namespace, 'iptables', ...args)
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

function isolate(namespace: string): void {
  // Late addresses of the other family make a browser drop what it is loading.
  at(namespace, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1')
  at(namespace, 'ip', 'link', 'set', 'lo', 'up')
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
