import { at, CLINIC, HOME, output, ROUTERS, type Home, type Side } from './world.ts'

/** What the provider gives a router after it has dialled in again. */
const NEXT_ROUTERS: Record<Side, string> = { patient: '11.22.33.111', doctor: '11.22.33.112' }
const NEXT_CLIENT = '192.168.1.20'

/** A line that can be cut, in one home; nothing tells the browser. */
export class Line {
  readonly #home: Home
  /** The rules that drop what would pass the router. */
  #rules: string[][] = []
  #outer: string
  #inner: string = HOME.client

  constructor(home: Home) {
    this.#home = home
    this.#outer = ROUTERS[home.side]
  }

  /** Nothing passes the router, not even what is under way. */
  cut(): void {
    this.#drop([])
  }

  /** Nothing passes between this home and the clinic's server; the relays and the other home are not concerned. */
  cutFromClinic(): void {
    this.#drop(['-d', CLINIC])
    this.#drop(['-s', CLINIC])
  }

  /** The router forgets the connections there are to the clinic: half-open TCP, of which neither end is told. */
  forgetConnectionsToClinic(): void {
    const sockets = output('ip', 'netns', 'exec', this.#home.client, 'ss', '-Htn', 'dst', CLINIC)
    for (const [, port = ''] of sockets.matchAll(/:(\d+)\s+\S+:443/g)) {
      this.#drop(['-p', 'tcp', '-d', CLINIC, '--sport', port])
      this.#drop(['-p', 'tcp', '-s', CLINIC, '--dport', port])
    }
  }

  /** Lets so many bits a second out of this home and into it; null takes the limit away. */
  limit(bitsPerSecond: number | null): void {
    for (const device of ['wan', 'lan']) {
      const way = ['tc', 'qdisc', 'replace', 'dev', device, 'root']
      if (bitsPerSecond === null) at(this.#home.router, ...way, 'pfifo_fast')
      else
        at(this.#home.router, ...way, 'tbf', 'rate', `${bitsPerSecond}bit`, 'burst', '6k', 'latency', '200ms')
    }
  }

  /** What was cut passes again. */
  mend(): void {
    for (const rule of this.#rules) this.#iptables('-D', 'FORWARD', ...rule)
    this.#rules = []
  }

  /** The provider gives the router another address; what was sent to the old one is lost, and so is every mapping. */
  changeOuterAddress(): void {
    const next =
      this.#outer === ROUTERS[this.#home.side] ? NEXT_ROUTERS[this.#home.side] : ROUTERS[this.#home.side]
    at(this.#home.router, 'ip', 'address', 'delete', `${this.#outer}/24`, 'dev', 'wan')
    at(this.#home.router, 'ip', 'address', 'add', `${next}/24`, 'dev', 'wan')
    this.#outer = next
  }

  /** The client itself gets another address, as on the way from Wi-Fi to mobile. */
  changeClientAddress(): void {
    const next = this.#inner === HOME.client ? NEXT_CLIENT : HOME.client
    const device = `${this.#home.side}-lan`
    at(this.#home.client, 'ip', 'address', 'delete', `${this.#inner}/24`, 'dev', device)
    at(this.#home.client, 'ip', 'address', 'add', `${next}/24`, 'dev', device)
    at(this.#home.client, 'ip', 'route', 'replace', 'default', 'via', HOME.router)
    this.#inner = next
  }

  #drop(what: string[]): void {
    const rule = [...what, '-j', 'DROP']
    this.#iptables('-I', 'FORWARD', ...rule)
    this.#rules.push(rule)
  }

  #iptables(...args: string[]): void {
    at(this.#home.router, 'iptables', ...args)
  }
}

/** The laptop is shut: everything that runs in this home stands still, until `wake`. */
export const sleep = (home: Home): void => signalAll(home, 'SIGSTOP')
export const wake = (home: Home): void => signalAll(home, 'SIGCONT')

function signalAll({ client }: Home, signal: NodeJS.Signals): void {
  const pids = output('ip', 'netns', 'pids', client).split('\n').filter(Boolean)
  for (const pid of pids) process.kill(Number(pid), signal)
}
