import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { aFreePort } from './free-port.ts'

const DEPLOY = join(import.meta.dirname, '../../../../deploy/janus')
const FILES = ['janus.jcfg', 'janus.transport.websockets.jcfg', 'janus.plugin.videoroom.jcfg']
const HOST = '127.0.0.1'
const SECRET = 'of these tests alone'
const ADMIN_SECRET = 'of the looking in'
const UP_WITHIN_MS = 20_000

/** A real Janus by the files in deploy/, with ports of its own. */
export interface TestJanus extends AsyncDisposable {
  url: string
  secret: string
  /** What lets a test look at what arrives there; the files of deploy/ have it switched off. */
  admin: { url: string; secret: string }
  /** As the server is told of it. */
  env: Record<string, string>
  kill: () => Promise<void>
}

export async function aJanus(given?: { port: number }): Promise<TestJanus> {
  const folder = await mkdtemp(join(tmpdir(), 'visita-janus-'))
  const port = given?.port ?? (await aFreePort(HOST))
  const adminPort = await aFreePort(HOST)
  const changes: [string, string][] = [
    ['/etc/janus', folder],
    ['SHARED-SECRET', SECRET],
    ['hide_dependencies = true', `admin_secret = "${ADMIN_SECRET}"`],
    ['ws_port = 8188', `ws_port = ${port}`],
    ['admin_ws = false', `admin_ws = true\n\tadmin_ws_ip = "${HOST}"\n\tadmin_ws_port = ${adminPort}`],
  ]
  for (const name of FILES) {
    const text = await readFile(join(DEPLOY, name), 'utf8')
    await writeFile(
      join(folder, name),
      changes.reduce((done, [from, to]) => done.replaceAll(from, to), text),
    )
  }
  const janus = spawn('janus', ['--configs-folder', folder], { stdio: 'ignore' })
  const killWithUs = (): boolean => janus.kill('SIGKILL')
  process.once('exit', killWithUs)
  const kill = async (): Promise<void> => {
    process.off('exit', killWithUs)
    if (isRunning(janus) && janus.kill('SIGKILL')) await once(janus, 'exit')
  }
  await untilListening(janus, port)
  const url = `ws://${HOST}:${port}`
  return {
    url,
    secret: SECRET,
    admin: { url: `ws://${HOST}:${adminPort}`, secret: ADMIN_SECRET },
    env: { VISITA_FORWARDER_URL: url, VISITA_FORWARDER_SECRET: SECRET },
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode === null && signalCode === null

async function untilListening(janus: ChildProcess, port: number): Promise<void> {
  const faults: Error[] = []
  janus.once('error', (error) => faults.push(error))
  const until = performance.now() + UP_WITHIN_MS
  while (performance.now() < until && faults.length === 0 && isRunning(janus)) {
    if (await listens(port)) return
    await sleep(50)
  }
  throw new Error('Janus did not come up: npm test installs it, or says how to get it', { cause: faults[0] })
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: HOST }, () => socket.destroy())
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
  })
