import { optional, text, wholeNumber } from '../kinds.ts'
import { parameter } from '../parameter.ts'

/** Copies that are made by themselves. */
export const backup = {
  backupFolder: parameter({
    variable: 'VISITA_BACKUP_FOLDER',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about: 'Where backups are put, best on another disk; without it none are made by themselves.',
  }),
  backupHours: parameter({
    variable: 'VISITA_BACKUP_HOURS',
    kind: wholeNumber(1, 168),
    where: 'page',
    fallback: { value: 24 },
    unit: 'hours',
    about: 'Time from one backup to the next, and so the most that is lost with the disk.',
  }),
  backupKeep: parameter({
    variable: 'VISITA_BACKUP_KEEP',
    kind: wholeNumber(1, 1_000),
    where: 'page',
    fallback: { value: 14 },
    about: 'How many backups are kept; older ones are removed.',
  }),
  backupKeepDays: parameter({
    variable: 'VISITA_BACKUP_KEEP_DAYS',
    kind: wholeNumber(1, 3_650),
    where: 'page',
    fallback: { value: 90 },
    unit: 'days',
    about: 'Backups older than this are removed, however few there are, except the newest.',
  }),
  backupKeyPath: parameter({
    variable: 'VISITA_BACKUP_KEY_FILE',
    kind: optional(text()),
    where: 'file',
    fallback: { value: null },
    about:
      'File of the 32 bytes that backups are encrypted with; without it `backup.key` in the data folder, made at the first backup.',
  }),
}
