import { at, Router, type Home, type Side } from './world.ts'

const ROUTERS: Record<Side, string> = { patient: '11.22.33.121', doctor: '11.22.33.122' }
const INNER = { router: '10.64.0.1', client: '10.64.0.10' }

/** `ready`: both networks are up, and the one in use goes. `dialled`: the other comes up only when that has gone. */
export type SecondNetwork = 'ready' | 'dialled'

interface Way {
  device: string
  router: string
  client: string
  /** The lower one is preferred, where both are up. */
  metric: string
}

/** A client's second network, with a router and a public address of its own; what leaves by either has its address. */
export class Mobile {
  readonly #client: string
  readonly #router: Router
  readonly #kind: SecondNetwork
  #used: Way
  #spare: Way

  constructor({ client, side }: Home, wifi: { router: string; client: string }, kind: SecondNetwork) {
    const device = `${side}-lan-2`
    this.#client = client
    this.#kind = kind
    this.#router = new Router(client, {
      namespace: `${side}-router-2`,
      outer: { device: `${side}-wan-2`, address: ROUTERS[side] },
      inner: { device, ...INNER },
      nat: 'cone',
    })
    this.#used = { device: `${side}-lan`, ...wifi, metric: '100' }
    this.#spare = { device, ...INNER, metric: '200' }
    this.#down(this.#used)
    this.#up(this.#used)
    this.#down(this.#spare)
    if (kind === 'ready') this.#up(this.#spare)
  }

  /** The network in use goes down, as where the Wi-Fi ends, and leaves the other. */
  switch(): void {
    const [left, right] = [this.#used, this.#spare]
    this.#down(left)
    if (this.#kind === 'dialled') this.#up(right)
    this.#used = right
    this.#spare = left
  }

  /** Where both are up before it: the one that went down is there again. */
  makeReady(): void {
    if (this.#kind === 'dialled') return
    this.#down(this.#spare)
    this.#up(this.#spare)
  }

  close(): void {
    this.#router.close()
  }

  #up({ device, router, client, metric }: Way): void {
    at(this.#client, 'ip', 'link', 'set', device, 'up')
    at(this.#client, 'ip', 'address', 'add', `${client}/24`, 'dev', device)
    const route = ['default', 'via', router, 'dev', device]
    at(this.#client, 'ip', 'route', 'add', ...route, 'metric', metric)
    at(this.#client, 'ip', 'route', 'add', ...route, 'table', metric)
    at(this.#client, 'ip', 'rule', 'add', 'from', client, 'table', metric)
  }

  #down({ device, client, metric }: Way): void {
    at(this.#client, 'ip', 'address', 'flush', 'dev', device)
    at(this.#client, 'ip', 'link', 'set', device, 'down')
    at(this.#client, 'sh', '-c', `ip rule delete from ${client} table ${metric} || true`)
  }
}
