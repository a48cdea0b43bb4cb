import { appendFile, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import { createLogger } from '../../platform/logger.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { aFolder } from '../../testing/server.ts'
import { readAnchors } from './anchor-file.ts'
import { Anchors } from './anchors.ts'
import { aLog, TENANT, write } from './audit.fixtures.ts'
import { SecondHost } from './second-host.ts'

const logger = createLogger('silent', process.stdout)

describe('[C33] the head of the log', () => {
  test('is written outside the database, a line for each place where it was', async () => {
    await using folder = await aFolder()
    await using log = await aLog(folder.path)
    const { db, audit, anchors, anchorFile } = log
    await anchors.append()
    expect(await readFile(anchorFile, 'utf8')).toBe('')
    await write(db, audit, 3)
    await Promise.all([anchors.append(), anchors.append()])
    await write(db, audit)
    await anchors.close()
    const heads = await db.selectFrom('audit').select(['seq', 'hash']).where('seq', '>=', 3).execute()
    const { anchors: kept, damaged } = await readAnchors(anchorFile, TENANT)
    expect(kept).toMatchObject(heads.map((head) => ({ tenant: TENANT, ...head })))
    expect(damaged).toBe(0)
    expect((await stat(anchorFile)).mode & 0o777).toBe(0o600)
  })

  test('is written at the next hour where it could not be at this one', async () => {
    await using folder = await aFolder()
    await using log = await aLog(folder.path)
    const { db, audit, anchors, anchorFile } = log
    await write(db, audit)
    await rm(anchorFile)
    await mkdir(anchorFile)
    await expect(anchors.append()).rejects.toThrow('EISDIR')
    await rm(anchorFile, { recursive: true })
    await anchors.append()
    expect((await readAnchors(anchorFile, TENANT)).anchors).toMatchObject([{ seq: 1 }])
  })

  test('has no place in a folder that is not there: the server refuses to start', async () => {
    await using folder = await aFolder()
    await using log = await aLog(folder.path)
    const file = `${folder.path}/disk/anchors.jsonl`
    const opening = Anchors.open({ db: log.db, tenant: TENANT, clock: () => 0, logger, file, url: null })
    await expect(opening).rejects.toThrow(StartupError)
    await expect(opening).rejects.toThrow('VISITA_AUDIT_ANCHOR_FILE')
  })

  test('is read back without the lines that are damaged or of another installation, which are counted', async () => {
    await using folder = await aFolder()
    await using log = await aLog(folder.path)
    await write(log.db, log.audit)
    await log.anchors.append()
    const line = await readFile(log.anchorFile, 'utf8')
    const other = line.replace(TENANT, '00000000-0000-4000-8000-000000000000')
    await appendFile(log.anchorFile, `${line.slice(0, 40)}\n${other}${line}`)
    const { anchors, damaged } = await readAnchors(log.anchorFile, TENANT)
    expect(anchors).toHaveLength(2)
    expect(damaged).toBe(2)
  })
})

/** A second host that answers with one status after the other, the last for ever. */
async function aSecondHost(statuses: number[]) {
  const taken: string[] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const status = statuses.length > 1 ? statuses.shift() : statuses[0]
      asked.push(body)
      if (status === 204) taken.push(body)
      return response.writeHead(status ?? 500).end()
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/heads`,
    asked,
    taken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('[C33] the second host', () => {
  test('is sent each anchor as it stands in the file', async () => {
    await using folder = await aFolder()
    await using log = await aLog(folder.path)
    await using host = await aSecondHost([204])
    const { db, audit, anchorFile: file } = log
    const anchors = await Anchors.open({ db, tenant: TENANT, clock: () => 5, logger, file, url: host.url })
    await write(db, audit)
    await anchors.append()
    await anchors.close()
    expect(host.taken).toEqual([(await readFile(file, 'utf8')).trim()])
  })

  test('is sent an anchor again until it takes it', async () => {
    await using host = await aSecondHost([503, 307, 204])
    const secondHost = new SecondHost({ url: host.url, logger, firstRetryMs: 1 })
    secondHost.send('a')
    await vi.waitFor(() => expect(host.taken).toEqual(['a']), { timeout: 20_000 })
    expect(host.asked).toEqual(['a', 'a', 'a'])
    await secondHost.close()
    expect(host.asked).toHaveLength(3)
  })

  test('is sent the newer anchor in the place of one that waits', async () => {
    await using host = await aSecondHost([503, 204])
    const secondHost = new SecondHost({ url: host.url, logger, firstRetryMs: 3_600_000 })
    secondHost.send('a')
    await vi.waitFor(() => expect(host.asked).toEqual(['a']), { timeout: 20_000 })
    secondHost.send('b')
    await vi.waitFor(() => expect(host.taken).toEqual(['b']), { timeout: 20_000 })
    await secondHost.close()
    expect(host.asked).toEqual(['a', 'b'])
  })

  test('is tried once more at the end, and does not keep the server from stopping', async () => {
    await using host = await aSecondHost([503])
    const log: string[] = []
    const noting = createLogger('warn', { write: (line) => void log.push(line) })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const secondHost = new SecondHost({ url: host.url, logger: noting, firstRetryMs: 3_600_000 })
      secondHost.send('a')
      await vi.waitUntil(() => log.length === 1, { timeout: 20_000 })
      await secondHost.close()
      expect(host.asked).toEqual(['a', 'a'])
      // A retry that was left behind would come before this one.
      vi.advanceTimersByTime(24 * 3_600_000)
      await fetch(host.url, { method: 'POST', body: 'last' })
      expect(host.asked).toEqual(['a', 'a', 'last'])
      expect(log.join('')).not.toContain(host.url)
    } finally {
      vi.useRealTimers()
    }
  })
})
