import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { test } from './fixtures.ts'

const MEGABYTE = 1_000_000

/** Makes a file of random bytes for this test; returns its path. */
export async function aFile(name: string, megabytes: number): Promise<string> {
  const path = test.info().outputPath(name)
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  for (let written = 0; written < megabytes; written += 1) await file.write(randomBytes(MEGABYTE))
  await file.close()
  return path
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
