import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formsOf } from './forms.ts'

/** Where a text was found, and how it was written there. */
export interface Found {
  text: string
  place: string
  form: string
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Every file below these folders, and what stands in each; one that is removed meanwhile is left out. */
export async function contentsBelow(folders: readonly string[]): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      try {
        contents.set(path, await readFile(path))
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    }
  }
  return contents
}

/** Every text that stands in any of these, in any encoding. */
export function search(contents: ReadonlyMap<string, Buffer>, texts: readonly string[]): Found[] {
  const forms = texts.flatMap((text) =>
    Array.from(formsOf(text), ([form, written]) => ({ text, form, written })),
  )
  // All at once: of nearly every place the first two bytes say that none of them begins there.
  const byStart = Map.groupBy(forms, ({ written }) => written.readUInt16BE(0))
  const starts = new Uint8Array(2 ** 16)
  for (const start of byStart.keys()) starts[start] = 1
  return Array.from(contents).flatMap(([place, bytes]) => {
    const found = new Map<string, Found>()
    for (let at = 0; at + 1 < bytes.length; at += 1) {
      const start = bytes.readUInt16BE(at)
      for (const { text, form, written } of starts[start] === 1 ? (byStart.get(start) ?? []) : []) {
        if (bytes.subarray(at, at + written.length).equals(written))
          found.set(`${text} ${form}`, { text, place, form })
      }
    }
    return Array.from(found.values())
  })
}
