import { open, readFile } from 'node:fs/promises'
import { StartupError } from '../../platform/startup-error.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { type LocalKey, localKey, newLocalKey, unwrapLocally, wrapLocally } from './local-keys.ts'

const HEADER = `# The keys of Visita. Without them nothing that it keeps can be read: keep a copy apart from its data.
# One key a line: its id, and 32 bytes in base64. The last one is in use; those before it are being replaced.
`
const LINE = /^([0-9a-f]{16}) ([A-Za-z0-9+/]{43}=)$/

/**
 * Key-encryption keys in a file that its owner alone can read: a text as `HEADER` says, or the 32 bytes of
 * one key as Visita wrote them first. The file is read again when a key is asked for that was not in it,
 * so that keys are replaced under a running server.
 */
export class KeyFile implements KeyEncryption {
  readonly name: string
  readonly #path: string
  /** Also those that have left the file: a row read before they did is opened after. */
  readonly #known = new Map<string, LocalKey>()

  private constructor(path: string, keys: LocalKey[]) {
    this.name = `the key file ${path}`
    this.#path = path
    this.#learn(keys)
  }

  /**
   * Makes the file only with `mayMake`: a new key beside existing data would hide that nothing old can be
   * read any more. Throws StartupError for one that is missing or damaged.
   */
  static async open(path: string, { mayMake }: { mayMake: boolean }): Promise<KeyFile> {
    const keys = await readKeys(path)
    if (keys !== null) return new KeyFile(path, keys)
    if (!mayMake) throw unusable(path, 'missing')
    const key = newLocalKey()
    await makeFile(path, [key])
    return new KeyFile(path, [key])
  }

  async newest(): Promise<string> {
    const newest = (await readKeys(this.#path))?.at(-1)
    if (newest === undefined) throw unusable(this.#path, 'missing')
    this.#learn([newest])
    return newest.id
  }

  async wrap(kek: string, secret: Uint8Array, associatedData: Uint8Array): Promise<string> {
    const key = await this.#find(kek)
    if (key === undefined) throw new Error(`${this.name} lacks the key in use`)
    return wrapLocally(key, secret, associatedData)
  }

  async unwrap(kek: string, wrapped: string, associatedData: Uint8Array): Promise<Buffer> {
    return unwrapLocally(await this.#find(kek), wrapped, associatedData)
  }

  async #find(kek: string): Promise<LocalKey | undefined> {
    if (!this.#known.has(kek)) this.#learn((await readKeys(this.#path)) ?? [])
    return this.#known.get(kek)
  }

  #learn(keys: LocalKey[]): void {
    for (const key of keys) this.#known.set(key.id, key)
  }
}

/** Null for a file that is not there; throws StartupError for one that is damaged. */
async function readKeys(path: string): Promise<LocalKey[] | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (bytes === null) return null
  const only = localKey(bytes)
  if (only !== null) return [only]
  const lines = bytes.toString().split('\n')
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#')).map(readLine)
  const whole = keys.filter((key) => key !== null)
  if (whole.length === 0 || whole.length < keys.length) throw unusable(path, 'damaged')
  return whole
}

/** The id repeats what the key says, and so tells a mistyped one. */
function readLine(line: string): LocalKey | null {
  const [, id, encoded = ''] = LINE.exec(line) ?? []
  const key = localKey(Buffer.from(encoded, 'base64'))
  return key?.id === id ? key : null
}

const textOf = (keys: LocalKey[]): string =>
  HEADER + keys.map(({ id, secret }) => `${id} ${secret.export().toString('base64')}\n`).join('')

async function makeFile(path: string, keys: LocalKey[]): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(textOf(keys))
    await file.sync()
  } finally {
    await file.close()
  }
}

const unusable = (path: string, problem: string): StartupError =>
  new StartupError(
    `The key file ${path} is ${problem}. Without it the stored visits cannot be read. ` +
      'Put the right key file back from your backup and start again.',
  )
