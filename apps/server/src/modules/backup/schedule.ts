import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Settings } from '../settings/index.ts'
import type { Backups } from './backups.ts'
import { listArchives } from './folder.ts'

/** How often it is asked whether a backup is due: also how soon a failed one is tried again. */
const LOOK_MS = 10 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

/** Makes backups by itself; `stop` ends one under way and removes what is there of it. */
export function startBackups(deps: {
  backups: Backups
  folder: string
  settings: Settings
  clock: Clock
  logger: Logger
}): { stop(): Promise<void> } {
  const { backups, folder, settings, clock, logger } = deps
  const stopping = new AbortController()
  let underWay: Promise<void> | null = null

  const makeIfDue = async (): Promise<void> => {
    const now = clock()
    // One from the future is of a clock that has been put back since, and must not stop all that follow.
    const last = (await listArchives(folder)).find((each) => each.contents === 'data' && each.madeAt <= now)
    if (last !== undefined && now - last.madeAt < settings.get('backupHours') * HOUR_MS) return
    const made = await backups.make(folder, stopping.signal)
    logger.info({ files: made.files, bytes: made.bytes }, 'backup made')
    await backups.prune(folder, {
      keep: settings.get('backupKeep'),
      keepDays: settings.get('backupKeepDays'),
    })
  }
  const look = (): void => {
    underWay ??= makeIfDue()
      .catch((error: unknown) => stopping.signal.aborted || logger.error({ err: error }, 'backup not made'))
      .then(() => void (underWay = null))
  }
  look()
  const timer = setInterval(look, LOOK_MS).unref()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await underWay
    },
  }
}
