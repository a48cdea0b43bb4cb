import { once } from 'node:events'
import { aLog, write } from './audit.fixtures.ts'

/** Opens the log in the folder that is its argument, says so, and once it is answered writes a hundred events. */
const [, , folder = ''] = process.argv
await using log = await aLog(folder)
process.stdout.write('ready')
await once(process.stdin, 'data')
process.stdin.destroy()
for (let event = 0; event < 100; event += 1) await write(log.db, log.audit)
