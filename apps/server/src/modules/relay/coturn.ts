import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import { type CoturnSettings, renderCoturn } from './coturn-config.ts'
import { credentialsUntil } from './credentials.ts'
import { TurnClient } from './turn-client.ts'
import { overUdp } from './turn-wires.ts'

export type CoturnState = 'starting' | 'running' | 'down'

const HEADING =
  '# Made by Visita at its start. A change here is lost: docs/OPERATIONS.md says what can be set.\n'

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** One that ran for so long had no fault of its own from the start. */
const STEADY_AFTER = 60_000
const LOOK_AGAIN = 100
/** Of the credentials for a look. */
const LOOK_LIFE = 60_000
const TERM_MS = 3_000

/**
 * Becomes coturn, beside somebody who waits for the end of a pipe from us: however this process ends, also by
 * SIGKILL, the pipe does, and coturn is asked to stop.
 */
const ENDING_WITH_US = 'exec 3<&0 </dev/null; (read -r _ <&3; kill "$$") & exec "$0" -c "$1" 3<&-'

/** A coturn that lives as long as the server: started again when it dies, ended with it. */
export class Coturn implements AsyncDisposable {
  readonly #program: string
  readonly #settings: CoturnSettings
  readonly #file: string
  readonly #logger: Logger
  readonly #ending = new AbortController()
  #child: ChildProcess | null = null
  #state: CoturnState = 'starting'
  #life: Promise<void> = Promise.resolve()

  private constructor(program: string, settings: CoturnSettings, folder: string, logger: Logger) {
    this.#program = program
    this.#settings = settings
    this.#file = join(folder, 'turnserver.conf')
    this.#logger = logger
  }

  /** Its configuration goes into `folder`, readable to this account alone because of the secret in it. */
  static async start(
    program: string,
    settings: CoturnSettings,
    { folder, logger }: { folder: string; logger: Logger },
  ): Promise<Coturn> {
    const coturn = new Coturn(program, settings, folder, logger)
    await writeFile(coturn.#file, `${HEADING}${renderCoturn(settings)}`, { mode: 0o600 })
    coturn.#life = coturn.#live()
    return coturn
  }

  get state(): CoturnState {
    return this.#state
  }

  /** Of the process at this moment; undefined between two. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Has it read the files of its certificate again, for connections from now on; those that are open go on. */
  reloadCertificate(): void {
    if (this.#settings.tls !== null) this.#child?.kill('SIGUSR2')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort()
    this.#child?.kill('SIGTERM')
    const child = this.#child
    const impatient = setTimeout(() => child?.kill('SIGKILL'), TERM_MS)
    await this.#life
    clearTimeout(impatient)
  }

  async #live(): Promise<void> {
    const { signal } = this.#ending
    let pause = FIRST_PAUSE
    while (!signal.aborted) {
      const startedAt = performance.now()
      await this.#runOnce()
      if (signal.aborted) return
      this.#state = 'down'
      this.#logger.error({ event: 'relay_died', againInMs: pause })
      if (performance.now() - startedAt > STEADY_AFTER) pause = FIRST_PAUSE
      await sleep(pause, undefined, { signal }).catch(() => undefined)
      pause = Math.min(LONGEST_PAUSE, pause * 2)
    }
  }

  /** Resolves when the process has ended, or could not be started. */
  async #runOnce(): Promise<void> {
    const child = spawn('/bin/sh', ['-c', ENDING_WITH_US, this.#program, this.#file], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#child = child
    const ended = new AbortController()
    void this.#watchForListening(ended.signal)
    await once(child, 'exit').catch(() => undefined)
    ended.abort()
    this.#child = null
  }

  async #watchForListening(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      if (await this.#takesPeopleIn()) {
        // oxlint-disable-next-line typescript/no-unnecessary-condition -- it may have ended meanwhile
        if (ended.aborted) return
        this.#state = 'running'
        this.#logger.info({ event: 'relay_running', port: this.#settings.port })
        return
      }
      await sleep(LOOK_AGAIN, undefined, { signal: ended }).catch(() => undefined)
    }
  }

  /** By UDP, at which it listens later than by TCP, and as people come: one that refuses them is not running yet. */
  async #takesPeopleIn(): Promise<boolean> {
    const {
      port,
      secret,
      addresses: [host],
    } = this.#settings
    try {
      const user = credentialsUntil(systemClock() + LOOK_LIFE, secret)
      await using client = new TurnClient(await overUdp({ host, port }), user)
      return (await client.allocate()) === 'ok'
    } catch {
      return false
    }
  }
}
