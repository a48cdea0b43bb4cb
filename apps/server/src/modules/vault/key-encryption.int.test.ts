import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StartupError } from '../../platform/startup-error.ts'
import { aKeyService, type FakeKeyService } from '../../testing/key-service.ts'
import { aFolder } from '../../testing/server.ts'
import type { KeyEncryption, KeySource } from './key-encryption.ts'
import { openKeyEncryption } from './open-keys.ts'
import { SealError } from './seal.ts'

const secret = randomBytes(32)
const here = Buffer.from('here')

let folder: Awaited<ReturnType<typeof aFolder>>
let service: FakeKeyService
beforeEach(async () => {
  folder = await aFolder()
  service = await aKeyService()
})
afterEach(async () => {
  await service.close()
  await folder[Symbol.asyncDispose]()
})

const path = (): string => join(folder.path, 'visita.key')
const inFile = (name = 'visita.key'): KeySource => ({ kind: 'file', path: join(folder.path, name) })
const open = (source: KeySource): Promise<KeyEncryption> => openKeyEncryption(source, { mayMake: true })
const KEYS = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]

describe.each<[string, () => KeySource, () => KeySource]>([
  ['a file', () => inFile(), () => inFile('another.key')],
  [
    'a secret',
    () => ({ kind: 'secret', keys: KEYS.slice(0, 1) }),
    () => ({ kind: 'secret', keys: KEYS.slice(1) }),
  ],
  ['a service', () => service.source('visita'), () => service.source('another')],
])('key encryption by %s', (_kind, source, another) => {
  test('opens what it wrapped, also for the next process', async () => {
    const keys = await open(source())
    const kek = await keys.newest()
    const wrapped = await keys.wrap(kek, secret, here)
    expect((await keys.unwrap(kek, wrapped, here)).equals(secret)).toBe(true)
    const again = await open(source())
    expect((await again.unwrap(kek, wrapped, here)).equals(secret)).toBe(true)
    expect(wrapped).not.toContain(secret.toString('base64'))
  })

  test('[C28] does not open elsewhere, changed, or by another key', async () => {
    const keys = await open(source())
    const kek = await keys.newest()
    const wrapped = await keys.wrap(kek, secret, here)
    await expect(keys.unwrap(kek, wrapped, Buffer.from('there'))).rejects.toThrow(SealError)
    const digit = wrapped.at(-6) === 'A' ? 'B' : 'A'
    const changed = wrapped.slice(0, -6) + digit + wrapped.slice(-5)
    await expect(keys.unwrap(kek, changed, here)).rejects.toThrow(SealError)
    await expect(keys.unwrap('unknown', wrapped, here)).rejects.toThrow(SealError)
    const other = await open(another())
    await expect(other.unwrap(kek, wrapped, here)).rejects.toThrow(SealError)
  })
})

describe('the key file', () => {
  test('says what it is, for its owner alone', async () => {
    const keys = await open(inFile())
    expect((await stat(path())).mode & 0o777).toBe(0o600)
    const text = await readFile(path(), 'utf8')
    expect(text).toMatch(/^# The keys of Visita\..*keep a copy/)
    expect(text.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${await keys.newest()} \\S{44}$`))
  })

  test('of 32 bytes, as it was written first, is read', async () => {
    await writeFile(path(), randomBytes(32))
    const keys = await open(inFile())
    expect(await keys.newest()).toMatch(/^[0-9a-f]{16}$/)
  })

  test('whose making was broken off is made, where nothing is kept yet, and only there', async () => {
    await writeFile(path(), '')
    await expect(openKeyEncryption(inFile(), { mayMake: false })).rejects.toThrow(/is damaged/)
    const keys = await openKeyEncryption(inFile(), { mayMake: true })
    expect(await readFile(path(), 'utf8')).toContain(await keys.newest())
  })

  test('can be left for the environment with the key that is in it', async () => {
    const file = await open(inFile())
    const kek = await file.newest()
    const wrapped = await file.wrap(kek, secret, here)
    const key = (await readFile(path(), 'utf8')).trimEnd().split(' ').at(-1) ?? ''
    const environment = await open({ kind: 'secret', keys: [key] })
    expect((await environment.unwrap(kek, wrapped, here)).equals(secret)).toBe(true)
  })

  test('is read again for a key that was not in it', async () => {
    const server = await open(inFile())
    const first = await server.newest()
    const other = await open(inFile('another.key'))
    const second = await other.newest()
    const wrapped = await other.wrap(second, secret, here)
    const line = (await readFile(join(folder.path, 'another.key'), 'utf8')).trimEnd().split('\n').at(-1)
    await writeFile(path(), `${await readFile(path(), 'utf8')}${line}\n`)
    expect((await server.unwrap(second, wrapped, here)).equals(secret)).toBe(true)
    expect(await server.newest()).toBe(second)
    expect(await server.wrap(first, secret, here)).toBeDefined()
  })

  test.each([
    ['nothing but words of ours', '# The keys of Visita.\n'],
    ['31 bytes', 'x'.repeat(31)],
    ['a key under the name of another', `0123456789abcdef ${KEYS[0]}\n`],
    ['words', 'not a key\n'],
  ])('with %s in it is damaged', async (_what, text) => {
    await writeFile(path(), text)
    await expect(open(inFile())).rejects.toThrow(/visita\.key is damaged/)
  })
})

describe('a key service', () => {
  test.each([
    ['refuses the token', 403],
    ['has no such key', 404],
    ['is sealed', 503],
  ])('that %s is told by name, without the token', async (_what, status) => {
    service.answerWith(status)
    const failed = await (await open(service.source('visita'))).newest().catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(StartupError)
    expect(String(failed)).toMatch(
      new RegExp(`The key service http://\\S+ answers ${status} for the key visita`),
    )
    expect(String(failed)).not.toContain(service.token)
  })

  test('that is not there, or is none, is told', async () => {
    const source = service.source('visita')
    service.answerWith(200)
    await expect((await open(source)).newest()).rejects.toThrow('not understood')
    await service.close()
    await expect((await open(source)).newest()).rejects.toThrow('does not answer')
  })

  test('that has replaced its key opens what the old one wrapped', async () => {
    const keys = await open(service.source('visita'))
    const kek = await keys.newest()
    const wrapped = await keys.wrap(kek, secret, here)
    service.replace('visita')
    expect(await keys.newest()).not.toBe(kek)
    expect((await keys.unwrap(kek, wrapped, here)).equals(secret)).toBe(true)
  })
})
