import { ownWorldOrReason } from './own-world.ts'
import { inChromium } from './playwright.ts'
import { notRun, type Tally, type Tier } from './tier.ts'

/* iproute2 keeps the names of the networks in /run, which in this world is its own. */
const ENTER = 'mount -t tmpfs none /run && exec "$@"'

/** The networks of netlab/, of those scenarios whose name has `part` in it. */
export async function runNetlab(part?: string): Promise<Tally> {
  const world = await ownWorldOrReason()
  if ('reason' in world) return notRun(world.reason)
  return inChromium('netlab', {
    launcher: ['unshare', ...world.enter, 'sh', '-c', ENTER, 'sh'],
    more: part === undefined ? [] : ['-g', part],
    env: { NETLAB_WORLD: '1' },
  })
}

/** The networks of the paper's first two tests; `npm run netlab` has the others. */
const SET = 'two homes|hospital'

export const netlab: Tier = { name: 'netlab', run: () => runNetlab(SET) }
