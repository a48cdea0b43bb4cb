import { createHash, type KeyObject } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { createTarDecoder } from 'modern-tar'
import { type Contents, isPartOf, type Manifest, MANIFEST, manifestSchema, type Part } from './manifest.ts'
import { ArchiveError, openArchive } from './sealed-archive.ts'

/** Where the content of a part goes. */
export type Sink = (name: string, content: AsyncIterable<Uint8Array>) => Promise<void>

/**
 * Reads an archive of `contents` through and hands every part but the manifest to `sink`. Only when it returns
 * was all of it there and as the manifest says. Throws ArchiveError.
 */
export async function readArchive(
  path: string,
  { key, contents, sink }: { key: KeyObject; contents: Contents; sink: Sink },
): Promise<Manifest> {
  const tar = ReadableStream.from(openArchive(key, path)).pipeThrough(createTarDecoder({ strict: true }))
  const parts: Part[] = []
  let manifest: Manifest | null = null
  for await (const { header, body } of tar) {
    const { name } = header
    if (manifest !== null) throw new ArchiveError('damaged')
    if (name === MANIFEST) manifest = readManifest(await text(body))
    else if (isPartOf(contents, name)) parts.push(await take(name, body, sink))
    else throw new ArchiveError('foreign')
  }
  if (manifest?.contents !== contents) throw new ArchiveError('foreign')
  if (JSON.stringify(manifest.parts) !== JSON.stringify(parts)) throw new ArchiveError('damaged')
  return manifest
}

/** That of a later version may have another format. */
function readManifest(json: string): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(json))
  if (!parsed.success) throw new ArchiveError('foreign', { cause: parsed.error })
  return parsed.data
}

async function take(name: string, body: AsyncIterable<Uint8Array>, sink: Sink): Promise<Part> {
  const hash = createHash('sha256')
  let bytes = 0
  await sink(
    name,
    (async function* () {
      for await (const chunk of body) {
        hash.update(chunk)
        bytes += chunk.length
        yield chunk
      }
    })(),
  )
  return { name, bytes, sha256: hash.digest('hex') }
}
