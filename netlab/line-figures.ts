import { expect, type Page } from '@playwright/test'

/** Bits per second of the picture that this page sends, over one second. */
export function pictureRate(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const connection = pageWatch.connections.findLast(
      ({ connectionState }) => connectionState === 'connected',
    )
    const sent = async (): Promise<{ bytes: number; at: number }> => {
      const sum = { bytes: 0, at: 0 }
      const report: Record<string, number | string>[] = Array.from(
        (await connection?.getStats())?.values() ?? [],
      )
      for (const entry of report) {
        if (entry['type'] !== 'outbound-rtp' || entry['kind'] !== 'video') continue
        sum.bytes += Number(entry['bytesSent'])
        sum.at = Number(entry['timestamp'])
      }
      return sum
    }
    const first = await sent()
    await new Promise((resolve) => {
      setTimeout(resolve, 1_000)
    })
    const second = await sent()
    return (8_000 * (second.bytes - first.bytes)) / (second.at - first.at)
  })
}

/** The rate of a picture that nothing but the camera limits any more. */
export async function steadyRate(page: Page): Promise<number> {
  let rate = 0
  await expect
    .poll(
      async () => {
        const before = rate
        rate = await pictureRate(page)
        return rate > 500_000 && rate < 1.1 * before
      },
      { timeout: 60_000 },
    )
    .toBe(true)
  return rate
}
