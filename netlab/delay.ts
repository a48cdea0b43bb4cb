import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { at, ip, RELAYS, run, type Home } from './world.ts'

/** A network of its own for the keeper: a tunnel to an address of the same one is not sent but handed over. */
const FAR = 'far'
/** The two ends of the cable to it. */
export const CABLE = { near: '10.99.0.1', far: '10.99.0.2' }
/** Where the two tunnels listen, and where the keeper does for each: in by the first and out by the second. */
export const PORTS = { home: 5_001, public: 5_002, fromHome: 5_003, fromPublic: 5_004 }
const VNI = '7'

/**
 * Makes a home far away: between its router and the public network everything goes through two tunnels (VXLAN,
 * RFC 7348), and a process between them keeps it for a while. Not every kernel has a delay of its own.
 */
export class Delay {
  readonly #keeper: ChildProcess
  readonly #devices: string[]

  private constructor(keeper: ChildProcess, devices: string[]) {
    this.#keeper = keeper
    this.#devices = devices
  }

  /** `milliseconds` each way. Resolves when it keeps and passes on. */
  static async start({ side, client }: Home, milliseconds: number): Promise<Delay> {
    const [bridge, near, beyond, cable] = [
      `${side}-b`,
      `${side}-near`,
      `${side}-beyond`,
      `${side}-cable`,
    ] as const
    ip('netns', 'add', FAR)
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'cable', 'netns', FAR)
    ip('address', 'add', `${CABLE.near}/30`, 'dev', cable)
    at(FAR, 'ip', 'address', 'add', `${CABLE.far}/30`, 'dev', 'cable')
    // Room for what the tunnels put around a frame.
    ip('link', 'set', cable, 'mtu', '2000', 'up')
    at(FAR, 'ip', 'link', 'set', 'cable', 'mtu', '2000', 'up')
    ip('link', 'add', bridge, 'type', 'bridge')
    ip('link', 'set', bridge, 'up')
    ip('link', 'set', `${side}-wan`, 'master', bridge)
    dig(near, { listens: PORTS.home, sendsTo: PORTS.fromHome, master: bridge })
    dig(beyond, { listens: PORTS.public, sendsTo: PORTS.fromPublic, master: 'public' })
    writeChecksums(client)
    const program = [process.execPath, fileURLToPath(new URL('delay-keeper.ts', import.meta.url))]
    const keeper = spawn('ip', ['netns', 'exec', FAR, ...program, String(milliseconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(keeper.stdout, 'data')
    return new Delay(keeper, [near, beyond, bridge, cable])
  }

  close(): void {
    this.#keeper.kill('SIGKILL')
    for (const device of this.#devices) ip('link', 'delete', device)
    ip('netns', 'delete', FAR)
  }
}

function dig(device: string, way: { listens: number; sendsTo: number; master: string }): void {
  const vxlan = ['type', 'vxlan', 'id', VNI, 'nolearning', 'dstport', String(way.listens)]
  ip('link', 'add', device, 'mtu', '1500', ...vxlan)
  const everything = ['00:00:00:00:00:00', 'dev', device, 'dst', CABLE.far, 'port', String(way.sendsTo)]
  run('bridge', 'fdb', 'append', ...everything)
  ip('link', 'set', device, 'master', way.master, 'up')
}

/** Between namespaces nobody writes checksums, nor cuts what is sent into frames; what leaves the kernel needs both. */
function writeChecksums(client: string): void {
  ip('link', 'set', 'public', 'gso_max_segs', '1')
  at(client, 'ip', 'link', 'set', `${client}-lan`, 'gso_max_segs', '1')
  const others = [client, 'patient-router', 'doctor-router', ...RELAYS.map(({ namespace }) => namespace)]
  for (const protocol of ['tcp', 'udp']) {
    const fill = ['-t', 'mangle', '-A', 'POSTROUTING', '-p', protocol, '-j', 'CHECKSUM', '--checksum-fill']
    run('iptables', ...fill)
    for (const namespace of others) at(namespace, 'iptables', ...fill)
  }
}
