import { readdir } from 'node:fs/promises'
import type { Contents } from './manifest.ts'

const NAME = /^visita-(data|keyring)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/
/** Ends the name of an archive that is being written. */
export const PARTIAL = '.partial'

const DAY_MS = 24 * 60 * 60 * 1000

/** An archive in a folder of backups, known by its name. */
export interface Archive {
  name: string
  contents: Contents
  /** Epoch milliseconds, to the second. */
  madeAt: number
}

export function archiveName(contents: Contents, madeAt: number): string {
  const time = new Date(madeAt).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `visita-${contents}-${time}.backup`
}

/** The archives in a folder, the newest first; whatever else is in there is nothing of ours. */
export async function listArchives(folder: string): Promise<Archive[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  return names
    .map(archiveOf)
    .filter((archive) => archive !== null)
    .toSorted((a, b) => b.madeAt - a.madeAt)
}

function archiveOf(name: string): Archive | null {
  const [, contents, ...time] = NAME.exec(name) ?? []
  if (contents !== 'data' && contents !== 'keyring') return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = time.map(Number)
  return { name, contents, madeAt: Date.UTC(year, month - 1, day, hour, minute, second) }
}

/** How many backups of the data are kept, and for how long. */
export interface Retention {
  keep: number
  keepDays: number
}

/** Which archives of the data can go. The newest one stays, however old it is. */
export function outdated(
  archives: readonly Archive[],
  now: number,
  { keep, keepDays }: Retention,
): Archive[] {
  const data = archives.filter(({ contents }) => contents === 'data')
  return data.slice(1).filter(({ madeAt }, index) => index + 1 >= keep || now - madeAt > keepDays * DAY_MS)
}
