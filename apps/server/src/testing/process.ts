import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The server as `npm start` runs it: a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  url: string
  /** What it said before it was ready, a line each. */
  said: readonly string[]
  /** All that it has written by now, to both outputs. */
  output(): string
  /** Ends it as a power cut would, with nothing written out and nobody told. */
  kill(): Promise<void>
  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null>
}

export async function startServerProcess(
  dataDir: string,
  flags: string[] = [],
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  const main = join(import.meta.dirname, '..', 'main.ts')
  const child = spawn(process.execPath, [main, ...flags], {
    env: { ...process.env, PORT: '0', VISITA_DATA_DIR: dataDir, VISITA_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => output.push(bytes))
  child.stderr.pipe(process.stderr)
  const { url, said } = await readyLine(child)
  const ended = once(child, 'exit')
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM')
    await ended
    return child.exitCode
  }
  return {
    url,
    said,
    output: () => Buffer.concat(output).toString(),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
    },
  }
}

async function readyLine({ stdout }: ChildProcess): Promise<{ url: string; said: string[] }> {
  if (stdout === null) throw new Error('the output is piped')
  const said: string[] = []
  for await (const line of createInterface({ input: stdout })) {
    const url = /^Visita is ready: (https?:\/\/localhost:\d+)/.exec(line)?.[1]
    if (url !== undefined) {
      stdout.resume()
      return { url, said }
    }
    said.push(line)
  }
  throw new Error('the server ended before it was ready')
}
