import { firefoxOrNull } from './firefox.ts'
import { ownWorldOrReason } from './own-world.ts'
import { inChromium } from './playwright.ts'
import { notRun, type Tally, type Tier, together } from './tier.ts'

/* iproute2 keeps the names of the networks in /run, which in this world is its own. */
const ENTER = 'mount -t tmpfs none /run && exec "$@"'

interface Choice {
  project: 'tests' | 'measures' | 'traces'
  /** Those with it in their names alone. */
  part: string | undefined
  /** How often a measure is taken. */
  runs?: string
}

/** The networks of netlab/; without Firefox those alone that need none. */
export async function runNetlab({ project, part, runs = '' }: Choice): Promise<Tally> {
  const world = await ownWorldOrReason()
  if ('reason' in world) return notRun(world.reason)
  const firefox = await firefoxOrNull()
  const tally = await inChromium('netlab', {
    launcher: ['unshare', ...world.enter, 'sh', '-c', ENTER, 'sh'],
    more: [
      `--project=${project}`,
      ...(part === undefined ? [] : ['-g', part]),
      ...(firefox === null ? ['--grep-invert', 'Firefox'] : []),
    ],
    env: { NETLAB_WORLD: '1', NETLAB_RUNS: runs, ...(firefox === null ? {} : { FIREFOX: firefox }) },
  })
  if (firefox !== null || tally.notRun !== undefined) return tally
  return together(tally, notRun(WITHOUT_FIREFOX))
}

const WITHOUT_FIREFOX =
  'Firefox is missing, and with it the calls of Firefox. Debian and Ubuntu, as root: apt-get install firefox-esr. ' +
  'Where it is in an unusual place, set FIREFOX to its path.'

/** The networks of the paper's first two tests, one with another browser, and a cut; `npm run netlab` has the others. */
const SET = 'two homes|\\ba hospital (that|before)|without a relay|arrives once'

export const netlab: Tier = { name: 'netlab', run: () => runNetlab({ project: 'tests', part: SET }) }
