import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aFolder } from '../../testing/server.ts'
import { openArchive, sealArchive } from './sealed-archive.ts'

const FRAME = 64 * 1024
const SEALED_FRAME = FRAME + 16
const HEADER = 56

let folder: Awaited<ReturnType<typeof aFolder>>
beforeAll(async () => {
  folder = await aFolder()
})
afterAll(() => folder[Symbol.asyncDispose]())

const aKey = (): KeyObject => createSecretKey(randomBytes(32))
const key = aKey()

async function seal(...chunks: Buffer[]): Promise<Buffer> {
  const sealed: Buffer[] = []
  for await (const bytes of sealArchive(key, asStream(chunks))) sealed.push(bytes)
  return Buffer.concat(sealed)
}

async function* asStream(chunks: Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

async function open(sealed: Buffer, by = key): Promise<Buffer> {
  const path = join(folder.path, 'archive')
  await writeFile(path, sealed)
  const plain: Buffer[] = []
  for await (const bytes of openArchive(by, path)) plain.push(bytes)
  return Buffer.concat(plain)
}

const opens = (sealed: Buffer): Promise<boolean> =>
  open(sealed).then(
    () => true,
    () => false,
  )

describe('[B16] a sealed archive', () => {
  test('gives back what went in, however it was cut into chunks', async () => {
    const sizes = fc.oneof(fc.nat(3 * FRAME), fc.constantFrom(0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME))
    const chunks = fc.array(sizes, { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(chunks, async (lengths) => {
        const plain = lengths.map((length) => randomBytes(length))
        expect((await open(await seal(...plain))).equals(Buffer.concat(plain))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('holds nothing of the plain bytes, and never reads the same', async () => {
    const plain = Buffer.from('Maria Alves da Silva')
    const [first, second] = [await seal(plain), await seal(plain)]
    expect(first.includes('Maria')).toBe(false)
    expect(first.subarray(HEADER).equals(second.subarray(HEADER))).toBe(false)
  })

  test('opens with no byte changed, wherever it is', async () => {
    const sealed = await seal(Buffer.from('a few bytes'))
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(await opens(changed), `byte ${index}`).toBe(false)
    }
  })

  test('is not opened when frames are cut off, added, or change places', async () => {
    const sealed = await seal(randomBytes(3 * FRAME + 5))
    const frame = (index: number): Buffer =>
      sealed.subarray(HEADER + index * SEALED_FRAME, HEADER + (index + 1) * SEALED_FRAME)
    const head = sealed.subarray(0, HEADER)
    const [a, b, c, last] = [frame(0), frame(1), frame(2), frame(3)]
    expect(await opens(Buffer.concat([head, a, b, c, last]))).toBe(true)
    for (const parts of [
      [a, b, c],
      [a],
      [],
      [b, a, c, last],
      [a, c, last],
      [a, a, b, c, last],
      [a, b, c, last, last],
    ])
      expect(await opens(Buffer.concat([head, ...parts]))).toBe(false)
  })

  test('is not opened when it is cut anywhere', async () => {
    const sealed = await seal(randomBytes(FRAME + 5))
    for (const length of [0, 1, HEADER - 1, HEADER, HEADER + 15, HEADER + SEALED_FRAME, sealed.length - 1])
      expect(await opens(sealed.subarray(0, length)), `${length} bytes`).toBe(false)
  })

  test('is not opened with frames of another archive by the same key', async () => {
    const [one, other] = [await seal(randomBytes(20)), await seal(randomBytes(20))]
    expect(await opens(Buffer.concat([one.subarray(0, HEADER), other.subarray(HEADER)]))).toBe(false)
  })

  test('tells another key from a change, and from something else', async () => {
    const sealed = await seal(Buffer.from('a few bytes'))
    await expect(open(sealed, aKey())).rejects.toMatchObject({ fault: 'other_key' })
    await expect(open(await readFile(import.meta.filename))).rejects.toMatchObject({ fault: 'foreign' })
    await expect(open(sealed.subarray(0, -1))).rejects.toMatchObject({ fault: 'damaged' })
  })
})
