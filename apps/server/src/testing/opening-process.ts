import { join } from 'node:path'
import { openStorage } from '../storage.ts'

/** Opens and closes the data in the folder that is its argument, once it has said that it begins. */
const [, , dataDir = ''] = process.argv
process.stdout.write('ready\n')
const keySource = { kind: 'file', path: join(dataDir, 'visita.key') } as const
const storage = await openStorage({ dataDir, keySource }, () => 0)
await storage.close()
