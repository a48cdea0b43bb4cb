import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'

const KEY_BYTES = 32

export type KeyFile = { state: 'found'; key: KeyObject } | { state: 'missing' } | { state: 'damaged' }

/**
 * Reads the 32 bytes of the key-encryption key. Makes the file, readable by its owner alone, only with
 * `mayCreate`: a new key beside existing data would hide that nothing old can be read any more.
 */
export async function readKeyFile(path: string, mayCreate: boolean): Promise<KeyFile> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (bytes === null)
    return mayCreate ? { state: 'found', key: await makeKeyFile(path) } : { state: 'missing' }
  if (bytes.length !== KEY_BYTES) return { state: 'damaged' }
  return { state: 'found', key: createSecretKey(bytes) }
}

async function makeKeyFile(path: string): Promise<KeyObject> {
  const bytes = randomBytes(KEY_BYTES)
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  return createSecretKey(bytes)
}
