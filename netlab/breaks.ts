import { setTimeout as pass } from 'node:timers/promises'
import { selectedPair, type Lab, type Networks } from './lab.ts'
import { sleep, wake } from './line.ts'

/** Something that happens to a call on its way. */
export interface Break {
  name: string
  networks: Networks
  /** Resolves when the network lets the call go on, with that moment in epoch milliseconds. */
  happens: (lab: Lab) => Promise<number>
  /** Milliseconds from then to the picture on both pages, as the 95th percentile. */
  bar: number | null
}

const HOMES: Networks = { patient: 'cone', doctor: 'cone' }
const RELAYED: Networks = { patient: 'symmetric', doctor: 'symmetric' }

const cutFor =
  (ms: number) =>
  async ({ lines: { patient } }: Lab): Promise<number> => {
    patient.cut()
    await pass(ms)
    patient.mend()
    return Date.now()
  }

const ASLEEP_MS = 60_000
const READY_MS = 3_000

/** B6: each with both people's camera and microphone on. */
export const BREAKS: Break[] = [
  { name: 'a cut of 5 s', networks: HOMES, happens: cutFor(5_000), bar: 2_500 },
  { name: 'a cut of 20 s', networks: HOMES, happens: cutFor(20_000), bar: 2_000 },
  {
    name: 'another outer address of the router',
    networks: HOMES,
    happens: async ({ lines }) => {
      lines.patient.changeOuterAddress()
      return Date.now()
    },
    bar: 2_500,
  },
  {
    name: 'another address of the client',
    networks: HOMES,
    happens: async ({ lines }) => {
      lines.patient.changeClientAddress()
      return Date.now()
    },
    bar: 5_000,
  },
  ...(['ready', 'dialled'] as const).map((mobile): Break => ({
    name: `the way from Wi-Fi to a mobile network that ${mobile === 'ready' ? 'was there before' : 'comes up then'}`,
    networks: { ...HOMES, mobile },
    happens: async ({ mobile: networks }) => {
      networks?.makeReady()
      // So that both are known before one goes.
      await pass(READY_MS)
      networks?.switch()
      return Date.now()
    },
    bar: 5_000,
  })),
  {
    name: 'a relay that is killed and started again',
    networks: RELAYED,
    happens: async ({ relays }) => {
      const killed = Date.now()
      for (const relay of relays) await relay.kill()
      for (const relay of relays) await relay.restart()
      return killed
    },
    bar: 4_000,
  },
  {
    name: 'the death of one of two relays',
    networks: { ...HOMES, relays: 2, relayOnly: true },
    happens: async ({ patient, relays }) => {
      for (const relay of relays) await relay.restart()
      const used = (await selectedPair(patient.page))?.relay
      const dying = relays.find(({ host }) => host.name === used)
      const killed = Date.now()
      await dying?.kill()
      return killed
    },
    bar: 5_000,
  },
  {
    name: 'a minute asleep',
    networks: HOMES,
    happens: async ({ homes }) => {
      sleep(homes.patient)
      await pass(ASLEEP_MS)
      wake(homes.patient)
      return Date.now()
    },
    bar: null,
  },
]
