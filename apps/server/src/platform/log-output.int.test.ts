import { execFileSync, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { sessionReplySchema } from '@visita/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { aFreePort } from '../testing/free-port.ts'
import { Page } from '../testing/page.ts'
import { aFolder, browserFetch } from '../testing/server.ts'
import { logOutput } from './log-output.ts'
import { newRoomId } from './random.ts'

/** What a pipe is filled in; no pipe has room for less than this and not for a byte. */
const PIECE = Buffer.alloc(4096, '.')

/** A pipe that somebody has open to read, and that has no room for a single byte. */
function aFullPipe(folder: string): { end: number; close: () => void } {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  try {
    for (;;) writeSync(reader, PIECE)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
  }
  // Opened for itself, so that it waits like any pipe of a shell.
  const end = openSync(path, constants.O_WRONLY)
  return {
    end,
    close: () => {
      closeSync(end)
      closeSync(reader)
    },
  }
}

/** The server, its output wherever `stdio` says; ready when it answers. */
async function aServerWith(dataDir: string, stdio: StdioOptions) {
  const port = await aFreePort('127.0.0.1')
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'main.ts')], {
    env: { ...process.env, PORT: String(port), VISITA_DATA_DIR: dataDir, VISITA_LOG_LEVEL: 'debug' },
    stdio,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const url = `http://localhost:${port}`
  const ended = once(child, 'exit')
  const isHealthy = async (): Promise<boolean> => {
    const reply = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    return reply?.status === 200
  }
  await vi.waitFor(async () => expect(await isHealthy()).toBe(true), { timeout: 30_000, interval: 100 })
  return {
    url,
    child,
    isHealthy,
    async stop(): Promise<number | null> {
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

/** Has the server write a line for each of so many rooms that are not there. */
async function makeLines(url: string, lines: number): Promise<void> {
  const json = { displayName: 'Maria Alves da Silva' }
  const reply = await browserFetch(url, '')('/api/session/guest', { method: 'PUT', json })
  sessionReplySchema.parse(await reply.json())
  const page = new Page(url, reply.headers.get('set-cookie')?.split(';')[0] ?? '')
  expect(await page.admission()).toBe('connected')
  for (let line = 0; line < lines; line += 1) {
    const answer = await page.ask('room:join', { intent: 'return', roomId: newRoomId() })
    expect(answer).toEqual({ ok: false, error: 'not_invited' })
  }
  page.socket.disconnect()
}

test('a server whose output nobody reads goes on answering, and stops when asked', async () => {
  await using folder = await aFolder()
  const pipe = aFullPipe(folder.path)
  const server = await aServerWith(join(folder.path, 'data'), ['ignore', pipe.end, 'inherit'])
  await makeLines(server.url, 20)
  expect(await server.isHealthy()).toBe(true)
  expect(await server.stop()).toBe(0)
  pipe.close()
})

test('a server whose reader has gone goes on answering, and stops when asked', async () => {
  await using folder = await aFolder()
  const server = await aServerWith(join(folder.path, 'data'), ['ignore', 'pipe', 'inherit'])
  server.child.stdout?.destroy()
  await makeLines(server.url, 20)
  expect(await server.isHealthy()).toBe(true)
  expect(await server.stop()).toBe(0)
})

test('lines beyond a megabyte that waits are left out and counted', async () => {
  const stream = new PassThrough()
  const output = logOutput(stream)
  const line = `${'x'.repeat(1023)}\n`
  for (let sent = 0; sent < 3_000; sent += 1) output.write(line)
  expect(stream.writableLength).toBeLessThan(1024 ** 2 + 2 * line.length)
  const read = text(stream)
  await once(stream, 'drain')
  stream.end()
  const lines = (await read).trimEnd().split('\n')
  const kept = lines.filter((each) => each.startsWith('x')).length
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ event: 'log_lines_lost', lines: 3_000 - kept })
})
