import { aLog, write } from './audit.fixtures.ts'

/** Writes 25 events into the log in the folder that is its argument, each in a transaction of its own. */
const [, , folder = ''] = process.argv
await using log = await aLog(folder)
for (let event = 0; event < 25; event += 1) await write(log.db, log.audit)
