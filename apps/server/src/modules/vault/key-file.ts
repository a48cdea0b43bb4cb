import { readFile } from 'node:fs/promises'
import { makeFile, replaceFile } from '../../platform/durable-files.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { type LocalKey, localKey, newLocalKey, unwrapLocally, wrapLocally } from './local-keys.ts'
import { unusableKeyFile } from './refusals.ts'

const HEADER = `# The keys of Visita. Without them nothing that it keeps can be read: keep a copy apart from its data.
# One key a line: its id, and 32 bytes in base64. The last one is in use; those before it are being replaced.
`
const LINE = /^([0-9a-f]{16}) ([A-Za-z0-9+/]{43}=)$/

/** At least one, the newest last. */
type Keys = readonly [LocalKey, ...LocalKey[]]

/**
 * Key-encryption keys in a file that its owner alone can read: a text as `HEADER` says, or the 32 bytes of
 * one key as Visita wrote them first. The file is read again when a key is asked for that was not in it,
 * so that keys are replaced under a running server.
 */
export class KeyFile implements KeyEncryption {
  readonly name: string
  readonly afterRetiring = null
  readonly #path: string
  /** Also those that have left the file: a row read before they did is opened after. */
  readonly #known = new Map<string, LocalKey>()

  private constructor(path: string) {
    this.name = `the key file ${path}`
    this.#path = path
  }

  /**
   * Makes the file only with `mayMake`: a new key beside existing data would hide that nothing old can be
   * read any more. Throws StartupError for one that is missing or damaged.
   */
  static async open(path: string, { mayMake }: { mayMake: boolean }): Promise<KeyFile> {
    const file = new KeyFile(path)
    if (mayMake) await makeUnlessThere(path)
    await file.#read()
    return file
  }

  async newest(): Promise<string> {
    return newestOf(await this.#read()).id
  }

  async wrap(kek: string, secret: Uint8Array, associatedData: Uint8Array): Promise<string> {
    const key = await this.#find(kek)
    if (key === undefined) throw new Error(`${this.name} lacks the key in use`)
    return wrapLocally(key, secret, associatedData)
  }

  async unwrap(kek: string, wrapped: string, associatedData: Uint8Array): Promise<Buffer> {
    return unwrapLocally(await this.#find(kek), wrapped, associatedData)
  }

  /** With more than one key in the file they are being replaced already, and the last is the new one. */
  async renew(): Promise<string> {
    const keys = await this.#read()
    if (keys.length > 1) return newestOf(keys).id
    const key = newLocalKey()
    await replaceFile(this.#path, textOf([...keys, key]))
    return key.id
  }

  async retireOthers(kek: string): Promise<void> {
    const keys = await this.#read()
    const kept = keys.find(({ id }) => id === kek)
    if (kept === undefined) throw new Error(`${this.name} lacks the key in use`)
    if (keys.length > 1) await replaceFile(this.#path, textOf([kept]))
  }

  async #find(kek: string): Promise<LocalKey | undefined> {
    if (!this.#known.has(kek)) await this.#read()
    return this.#known.get(kek)
  }

  async #read(): Promise<Keys> {
    const bytes = await readIfThere(this.#path)
    if (bytes === null) throw unusableKeyFile(this.#path, 'missing')
    const keys = parse(bytes)
    if (keys === null) throw unusableKeyFile(this.#path, 'damaged')
    for (const key of keys) this.#known.set(key.id, key)
    return keys
  }
}

/** An empty file is one whose making was broken off, before anything could be wrapped by it. */
async function makeUnlessThere(path: string): Promise<void> {
  const there = await readIfThere(path)
  if (there === null) await makeFile(path, textOf([newLocalKey()]))
  else if (there.length === 0) await replaceFile(path, textOf([newLocalKey()]))
}

async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

/** Null for a file that is damaged. */
function parse(bytes: Buffer): Keys | null {
  const only = localKey(bytes)
  if (only !== null) return [only]
  const lines = bytes.toString().split('\n')
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#')).map(readLine)
  const whole = keys.filter((key) => key !== null)
  const [first, ...later] = whole
  return first === undefined || whole.length < keys.length ? null : [first, ...later]
}

/** The id repeats what the key says, and so tells a mistyped one. */
function readLine(line: string): LocalKey | null {
  const [, id, encoded = ''] = LINE.exec(line) ?? []
  const key = localKey(Buffer.from(encoded, 'base64'))
  return key?.id === id ? key : null
}

const newestOf = ([first, ...later]: Keys): LocalKey => later.at(-1) ?? first

const textOf = (keys: readonly LocalKey[]): string =>
  HEADER + keys.map(({ id, secret }) => `${id} ${secret.export().toString('base64')}\n`).join('')
