import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { StartupError } from '../../platform/startup-error.ts'

const KEY_BYTES = 32

/**
 * The key that archives are encrypted with: 32 bytes in a file that its owner alone can read. It is made only
 * with `mayMake`: a new one beside older archives would hide that they cannot be read any more. Throws StartupError.
 */
export async function readBackupKey(path: string, { mayMake }: { mayMake: boolean }): Promise<KeyObject> {
  const bytes = (await readIfThere(path)) ?? (mayMake ? await makeKey(path) : null)
  if (bytes?.length === KEY_BYTES) return createSecretKey(bytes)
  throw new StartupError(
    `The backup key ${path} is ${bytes === null ? 'missing' : 'damaged'}. Put the right one back, or name it with VISITA_BACKUP_KEY_FILE.`,
  )
}

async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

async function makeKey(path: string): Promise<Buffer> {
  const bytes = randomBytes(KEY_BYTES)
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(bytes)
  await file.sync()
  return bytes
}
