import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A new file that its owner alone can read, on disk when this returns; throws where there is one already. */
export async function makeFile(path: string, text: string): Promise<void> {
  await writeDurably(path, 'wx', text)
  await syncFolder(dirname(path))
}

/** Puts a file in the place of another, so that there is always the whole of the one or of the other. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.new`
  await writeDurably(next, 'w', text)
  await rename(next, path)
  await syncFolder(dirname(path))
}

async function writeDurably(path: string, flags: 'w' | 'wx', text: string): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A file's name is on disk only with its folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
