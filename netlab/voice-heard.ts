import { expect, type Page } from '@playwright/test'

/** Of the sound that was played: what had to be made up, and of that what stood for more than a pause. */
export interface Concealment {
  /** Bits per second that arrived, without headers. */
  bits: number
  all: number
  audible: number
  /** Of the packets of the voice. */
  lost: number
}

interface Sums {
  bytes: number
  concealed: number
  silent: number
  played: number
  lost: number
  received: number
}

/** Over so many seconds of what this page plays. */
export async function concealmentOver(page: Page, seconds: number): Promise<Concealment> {
  const before = await page.evaluate(sumsOfVoice)
  let now = before
  await expect
    .poll(
      async () => {
        now = await page.evaluate(sumsOfVoice)
        return (now.played - before.played) / 48_000
      },
      { timeout: 3_000 * seconds },
    )
    .toBeGreaterThan(seconds)
  const since = (name: keyof Sums): number => now[name] - before[name]
  return {
    bits: (8 * since('bytes')) / (since('played') / 48_000),
    all: since('concealed') / since('played'),
    audible: (since('concealed') - since('silent')) / since('played'),
    lost: since('lost') / (since('lost') + since('received')),
  }
}

/** In words, for the output of a test. */
export function inWords({ bits, ...shares }: Concealment): string {
  const shown = Object.entries(shares).map(([share, value]) => `${share} ${(100 * value).toFixed(2)} %`)
  return [...shown, `${Math.round(bits / 1_000)} kbit/s`].join(', ')
}

/** Runs in the page, and uses nothing outside itself. W3C webrtc-stats, of the voice that arrives. */
async function sumsOfVoice(): Promise<Sums> {
  const sums = { bytes: 0, concealed: 0, silent: 0, played: 0, lost: 0, received: 0 }
  // Others are opened beside it, to try the relays.
  const connection = pageWatch.connections.findLast(({ connectionState }) => connectionState === 'connected')
  for (const entry of (await connection?.getStats())?.values() ?? []) {
    if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue
    sums.bytes += entry.bytesReceived
    sums.concealed += entry.concealedSamples
    sums.silent += entry.silentConcealedSamples
    sums.played += entry.totalSamplesReceived
    sums.lost += entry.packetsLost
    sums.received += entry.packetsReceived
  }
  return sums
}
