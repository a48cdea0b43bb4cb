import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { loseOnTheWayOut } from './bad-line.ts'
import { expect, meetOnTheNetwork, test, type Lab } from './lab.ts'

/** Where the tests of the controller find them. */
const FOLDER = join(import.meta.dirname, '../packages/call/src/quality/traces')
const SECOND = 1_000

/* What the line keeper is given in real calls, second by second; what happens to the line, and when. */
const CALLS: { name: string; seconds: number; happens: { at: number; what: (lab: Lab) => unknown }[] }[] = [
  { name: 'good', seconds: 30, happens: [] },
  {
    name: 'capped',
    seconds: 50,
    happens: [
      { at: 15, what: ({ lines }) => lines.patient.limit(400_000) },
      { at: 35, what: ({ lines }) => lines.patient.limit(null) },
    ],
  },
  { name: 'lossy', seconds: 40, happens: [{ at: 10, what: () => loseOnTheWayOut('patient', 0.2) }] },
  {
    name: 'ten-megabit',
    seconds: 30,
    happens: [{ at: 0, what: ({ lines }) => lines.patient.limit(10_000_000) }],
  },
  {
    name: 'slow-device',
    seconds: 40,
    happens: [
      {
        at: 10,
        what: async ({ patient }) => {
          const devtools = await patient.page.context().newCDPSession(patient.page)
          await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
        },
      },
    ],
  },
]

for (const { name, seconds, happens } of CALLS) {
  test.describe(() => {
    test.use({ networks: { patient: 'cone', doctor: 'cone', cameras: 'browser' } })
    test(`a trace: ${name}`, async ({ lab }) => {
      const { page } = lab.patient
      await meetOnTheNetwork(lab)
      await page.evaluate(record)
      const begun = performance.now()
      for (const { at, what } of happens) {
        await pass(begun + at * SECOND - performance.now())
        await what(lab)
      }
      await pass(begun + seconds * SECOND - performance.now())
      const trace = await page.evaluate(() => recorded)
      expect(trace.seconds).toBeGreaterThan(0.8 * seconds)
      writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(trace)}\n`)
    })
  })
}

/** Reports of getStats, without what tells of addresses or people: each figure has one value for every second. */
interface Recorded {
  seconds: number
  /** By entry, and in it by the name of the figure. */
  entries: Record<string, Record<string, (number | string | boolean | null)[]>>
}

declare global {
  var recorded: Recorded
}

/** Runs in the page: it uses nothing outside itself. */
function record(): void {
  // W3C webrtc-stats; of a pair of candidates nothing that leads to them.
  const figures: Record<string, string[]> = {
    'inbound-rtp': ['kind', 'packetsReceived', 'packetsLost'],
    'outbound-rtp': ['kind', 'timestamp', 'bytesSent', 'qualityLimitationReason'],
    'remote-inbound-rtp': ['kind', 'timestamp', 'fractionLost', 'roundTripTime'],
    'candidate-pair': ['nominated', 'state', 'availableOutgoingBitrate'],
  }
  const names = new Map<string, string>()
  globalThis.recorded = { seconds: 0, entries: {} }
  let began: number | null = null
  const look = async (): Promise<void> => {
    const connection = pageWatch.connections.findLast(
      ({ connectionState }) => connectionState === 'connected',
    )
    const report: Record<string, string | number | boolean>[] = Array.from(
      (await connection?.getStats())?.values() ?? [],
    )
    const second = recorded.seconds
    recorded.seconds += 1
    for (const entry of report) {
      const { id, type } = entry
      const wanted = figures[String(type)]
      if (wanted === undefined || (type === 'candidate-pair' && entry['nominated'] !== true)) continue
      const name = names.get(String(id)) ?? `${String(type)} ${names.size + 1}`
      names.set(String(id), name)
      const kept = (recorded.entries[name] ??= {})
      for (const figure of wanted) {
        let value = entry[figure] ?? null
        // Times since the first second tell nothing of when it was.
        if (figure === 'timestamp' && typeof value === 'number')
          value = Math.round(value - (began ??= value - 1_000))
        if (typeof value === 'number' && !Number.isInteger(value)) value = Number(value.toPrecision(4))
        const values = (kept[figure] ??= [])
        while (values.length < second) values.push(null)
        values.push(value)
      }
    }
  }
  setInterval(() => void look(), 1_000)
}
