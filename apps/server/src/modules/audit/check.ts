import { existsSync } from 'node:fs'
import type { AuditCheck } from '@visita/protocol'
import { openReadOnly } from '../../platform/database.ts'
import { readAnchors } from './anchor-file.ts'
import { verifyLog } from './verify.ts'

/** Where a log is, and where its heads were written to. */
export interface LogPlaces {
  databaseFile: string
  tenant: string
  anchorFile: string
}

/**
 * Looks for what was changed, removed or moved in a log, over a connection of its own, so that nobody who
 * writes meanwhile has to wait. Without an anchor file nothing vouches for the log. Rejects where one of the
 * files cannot be read.
 */
export async function checkLog({ databaseFile, tenant, anchorFile }: LogPlaces): Promise<AuditCheck> {
  const { anchors, damaged } = existsSync(anchorFile)
    ? await readAnchors(anchorFile, tenant)
    : { anchors: [], damaged: 0 }
  const db = openReadOnly(databaseFile)
  try {
    return { verdict: await verifyLog(db, { tenant, anchors }), damaged }
  } finally {
    await db.destroy()
  }
}

/** Checks the log of a running server; those who ask while it is being read share what is found. */
export class LogChecks {
  readonly #places: LogPlaces
  #underWay: Promise<AuditCheck> | null = null

  constructor(places: LogPlaces) {
    this.#places = places
  }

  check(): Promise<AuditCheck> {
    this.#underWay ??= checkLog(this.#places).finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }
}
