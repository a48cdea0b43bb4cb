import type { AuditEvent } from '@visita/protocol'
import { changeDatabase } from './change-database.ts'

/** Adds an event to the audit log in a data folder, where there is one, also while its server is running. */
export const recordEvent = (dataDir: string, event: AuditEvent): Promise<void> =>
  changeDatabase(dataDir, async () => event)
