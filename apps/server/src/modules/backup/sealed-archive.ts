import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { open } from 'node:fs/promises'

/** Why an archive cannot be read. */
export type ArchiveFault = 'foreign' | 'other_key' | 'damaged'

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly fault: ArchiveFault

  constructor(fault: ArchiveFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

/*
 * An archive: a header of `MAGIC`, the id of the key and a salt; then frames of 64 KiB, each AES-256-GCM with
 * its tag. The frames' key is derived from key and salt for this archive alone, so the nonce can count them. As
 * in STREAM (Hoang et al., CRYPTO 2015) it also says which is the last: a cut is noticed like any change.
 */
const MAGIC = Buffer.from('VISITAB1')
const KEY_ID_BYTES = 16
const SALT_BYTES = 32
const HEADER_BYTES = MAGIC.length + KEY_ID_BYTES + SALT_BYTES
const CIPHER = 'aes-256-gcm'
const TAG_BYTES = 16
const FRAME_BYTES = 64 * 1024

/** Seals whatever `plain` brings; never more than a frame is held. */
export async function* sealArchive(key: KeyObject, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const header = Buffer.concat([MAGIC, idOf(key), randomBytes(SALT_BYTES)])
  const frameKey = frameKeyOf(key, header)
  yield header
  let index = 0
  for await (const { bytes, last } of piecesOf(plain, FRAME_BYTES)) {
    const cipher = createCipheriv(CIPHER, frameKey, nonceOf(index, last), { authTagLength: TAG_BYTES })
    cipher.setAAD(header)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    index += 1
  }
}

/** Opens the archive in a file; nothing is given out before it was found unchanged. Throws ArchiveError. */
export async function* openArchive(key: KeyObject, path: string): AsyncGenerator<Buffer> {
  await using file = await open(path, 'r')
  const header = Buffer.alloc(HEADER_BYTES)
  const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0)
  if (bytesRead < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new ArchiveError('foreign')
  if (!timingSafeEqual(header.subarray(MAGIC.length, MAGIC.length + KEY_ID_BYTES), idOf(key)))
    throw new ArchiveError('other_key')
  const frameKey = frameKeyOf(key, header)
  const sealed = file.createReadStream({
    start: HEADER_BYTES,
    autoClose: false,
    highWaterMark: 4 * FRAME_BYTES,
  })
  let index = 0
  for await (const { bytes, last } of piecesOf(sealed, FRAME_BYTES + TAG_BYTES)) {
    yield openFrame(frameKey, header, nonceOf(index, last), bytes)
    index += 1
  }
}

function openFrame(key: KeyObject, header: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < TAG_BYTES) throw new ArchiveError('damaged')
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(header)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new ArchiveError('damaged', { cause })
  }
}

/** Tells another key from a changed archive, and nothing about the key. */
const idOf = (key: KeyObject): Buffer =>
  createHmac('sha256', key).update('visita backup: id of the key').digest().subarray(0, KEY_ID_BYTES)

const frameKeyOf = (key: KeyObject, header: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, header, 'visita backup: frames', 32)))

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(index, 5, 6)
  nonce.writeUInt8(last ? 1 : 0, 11)
  return nonce
}

/** Pieces of `size` bytes, and a last one of at most that many, known as the last because nothing follows. */
async function* piecesOf(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const chunk of source) {
    held.push(chunk)
    length += chunk.length
    if (length <= size) continue
    let rest = Buffer.concat(held)
    for (; rest.length > size; rest = rest.subarray(size))
      yield { bytes: rest.subarray(0, size), last: false }
    held = [rest]
    length = rest.length
  }
  yield { bytes: Buffer.concat(held), last: true }
}
