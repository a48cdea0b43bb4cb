import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../tools/setup/root.mjs'
import { SERVER_COMMAND, SERVER_ENV } from '../tools/setup/server.mjs'

const SET_UP = /https?:\/\/\S+\/#setup=\S+/
const READY = /Visita is ready: (https?:\/\/\S+)/

/** The real server with a data folder of its own; the same port and folder through every restart. */
export class TestServer {
  readonly dataDir: string
  readonly #env: NodeJS.ProcessEnv
  #process: ChildProcess | null = null
  #url = ''
  #log: string[] = []

  private constructor(dataDir: string, env: NodeJS.ProcessEnv) {
    this.dataDir = dataDir
    this.#env = env
  }

  static async start(env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'visita-server-')), env)
    await server.start()
    return server
  }

  /** The origin, without a slash at the end. */
  get url(): string {
    return this.#url
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('The server is not running')
    return pid
  }

  /** Every line that it has written since it was last started. */
  get log(): readonly string[] {
    return this.#log
  }

  /** The link with which the first administrator is made; the server prints it while there is none. */
  setUpLink(): string {
    const link = this.#log.map((line) => SET_UP.exec(line)?.[0]).find((found) => found !== undefined)
    if (link === undefined) throw new Error(`The server has printed no link:\n${this.#log.join('\n')}`)
    return link
  }

  /** Resolves when it says that it is ready; rejects with what it said instead. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, SERVER_COMMAND, {
      cwd: ROOT,
      env: {
        ...process.env,
        ...SERVER_ENV,
        VISITA_DATA_DIR: this.dataDir,
        VISITA_LOG_LEVEL: 'warn',
        PORT: this.#url === '' ? '0' : new URL(this.#url).port,
        ...this.#env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    const killWithUs = (): boolean => child.kill('SIGKILL')
    process.once('exit', killWithUs)
    child.once('exit', () => process.off('exit', killWithUs))
    this.#log = []
    this.#url = await readyUrl(child, this.#log)
  }

  /** Ends it as an operator would, or, with SIGKILL, as a power cut would; resolves when it is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  async restart(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.kill(signal)
    await this.start()
  }

  /** Ends it and deletes its data. */
  async stop(): Promise<void> {
    await this.kill('SIGTERM')
    await rm(this.dataDir, { recursive: true, force: true })
  }
}

function readyUrl(child: ChildProcess, said: string[]): Promise<string> {
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('The server has no output')
  return new Promise((resolve, reject) => {
    // Both go on being read to the end: a full pipe would stop the server.
    for (const stream of [stdout, stderr]) {
      createInterface(stream).on('line', (line) => {
        said.push(line)
        const [, url] = READY.exec(line) ?? []
        if (url !== undefined) resolve(url)
      })
    }
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`The server ended before it was ready:\n${said.join('\n')}`)))
  })
}
