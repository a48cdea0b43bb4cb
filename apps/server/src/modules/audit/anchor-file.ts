import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import * as z from 'zod'

/** The head of the log at a moment, as it is written outside the database: one JSON object a line. */
const anchorSchema = z.strictObject({
  tenant: z.uuid(),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Epoch milliseconds. */
  at: z.int().nonnegative(),
})
export type Anchor = z.infer<typeof anchorSchema>

export const lineOf = (anchor: Anchor): string => JSON.stringify(anchor)

/** Makes the file where there is none, but no folder: one that is missing may be a disk that is not there. */
export async function touchAnchors(path: string): Promise<void> {
  await (await open(path, 'a', 0o600)).close()
}

/** Appends a line and returns once it is on the disk. A line that finds no space is taken back. */
export async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    const { size } = await file.stat()
    try {
      await file.writeFile(`${line}\n`)
      await file.datasync()
    } catch (error) {
      await file.truncate(size)
      throw error
    }
  } finally {
    await file.close()
  }
}

/**
 * Every anchor of a file, about 200 bytes of memory each. `damaged` counts the lines that are none, or
 * none of this installation. Throws where the file cannot be read.
 */
export async function readAnchors(
  path: string,
  tenant: string,
): Promise<{ anchors: Anchor[]; damaged: number }> {
  const anchors: Anchor[] = []
  let damaged = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const anchor = parseLine(line)
    if (anchor?.tenant === tenant) anchors.push(anchor)
    else damaged += 1
  }
  return { anchors, damaged }
}

function parseLine(line: string): Anchor | null {
  try {
    return anchorSchema.parse(JSON.parse(line))
  } catch {
    return null
  }
}
