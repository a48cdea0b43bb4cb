import { createHash, type KeyObject } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createTarPacker } from 'modern-tar'
import { PARTIAL } from './folder.ts'
import { type Manifest, MANIFEST, type Part } from './manifest.ts'
import { sealArchive } from './sealed-archive.ts'

type Packer = ReturnType<typeof createTarPacker>['controller']

const READ_BYTES = 256 * 1024

/** A file that goes into an archive under `name`. */
export interface Source {
  name: string
  path: string
}

type Sources = AsyncIterable<Source> | Iterable<Source>

/**
 * Writes an archive of `sources`, those that have gone meanwhile left out, and at its end the manifest.
 * It has its name only once it is whole and on disk.
 */
export async function writeArchive(
  path: string,
  { key, sources, about }: { key: KeyObject; sources: Sources; about: Omit<Manifest, 'parts'> },
  signal: AbortSignal | undefined,
): Promise<Manifest> {
  const partial = `${path}${PARTIAL}`
  const { readable, controller } = createTarPacker()
  try {
    const packing = pack(controller, sources, about)
    const writing = pipeline(
      readable,
      (plain: AsyncIterable<Uint8Array>) => sealArchive(key, plain),
      createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }),
      signal === undefined ? {} : { signal },
    )
    const [manifest] = await Promise.all([packing, writing])
    await rename(partial, path)
    await syncFolder(dirname(path))
    return manifest
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function pack(packer: Packer, sources: Sources, about: Omit<Manifest, 'parts'>): Promise<Manifest> {
  try {
    const parts: Part[] = []
    for await (const source of sources) {
      const part = await packFile(packer, source)
      if (part !== null) parts.push(part)
    }
    const manifest = { ...about, parts }
    const text = Buffer.from(JSON.stringify(manifest))
    await packBytes(packer, MANIFEST, text.length, [text])
    packer.finalize()
    return manifest
  } catch (error) {
    packer.error(error)
    throw error
  }
}

async function packFile(packer: Packer, { name, path }: Source): Promise<Part | null> {
  const file = await openIfThere(path)
  if (file === null) return null
  try {
    const { size } = await file.stat()
    const sha256 = await packBytes(packer, name, size, readExactly(file, size))
    return { name, bytes: size, sha256 }
  } finally {
    await file.close()
  }
}

async function packBytes(
  packer: Packer,
  name: string,
  size: number,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const hash = createHash('sha256')
  const writer = packer.add({ name, size, type: 'file', mode: 0o600 }).getWriter()
  for await (const chunk of content) {
    hash.update(chunk)
    await writer.write(chunk)
  }
  await writer.close()
  return hash.digest('hex')
}

/**
 * The first `size` bytes. What a file lacks when it has become shorter meanwhile is filled with zeros: only
 * unfinished uploads do, when they go on from a frame before their end, and what follows that frame is
 * written again whatever it is.
 */
export async function* readExactly(file: FileHandle, size: number): AsyncGenerator<Buffer> {
  for (let position = 0; position < size;) {
    const wanted = Math.min(READ_BYTES, size - position)
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, position)
    yield bytesRead === 0 ? Buffer.alloc(wanted) : buffer.subarray(0, bytesRead)
    position += bytesRead === 0 ? wanted : bytesRead
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

/** So that the new name is on disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
