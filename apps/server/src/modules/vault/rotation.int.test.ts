import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from '../../platform/sqlite.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { aKeyService } from '../../testing/key-service.ts'
import { aFolder } from '../../testing/server.ts'
import { aVault } from '../../testing/vault.ts'
import { open, seal, type Vault } from './index.ts'
import type { KeySource } from './key-encryption.ts'
import type { KeyringTables } from './keyring-tables.ts'

/** Other moments in each run, so that many runs try many. */
const KILLS = 12
const PEOPLE = 120
const here = { table: 'messages', row: 'a', column: 'sealed_text' }

let folder: Awaited<ReturnType<typeof aFolder>>
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const keyLines = async (): Promise<string[]> => {
  const text = await readFile(join(folder.path, 'visita.key'), 'utf8')
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

async function keksInUse(): Promise<string[]> {
  const db = openSqlite<KeyringTables>(join(folder.path, 'keyring.db'))
  const rows = await db.selectFrom('keys').select('kek').where('parent', 'is', null).distinct().execute()
  await db.destroy()
  return rows.map(({ kek }) => kek ?? '')
}

/** What was sealed with each key, by the key's id. */
type Sealed = Map<string, string>

async function addPerson(vault: Vault, id: string, sealed: Sealed): Promise<void> {
  sealed.set(id, seal(await vault.keyring.create(id), id, here))
  const visit = `visit of ${id}`
  sealed.set(visit, seal(await vault.keyring.create(visit, { parent: id }), visit, here))
}

async function unreadable(vault: Vault, sealed: Sealed): Promise<string[]> {
  const lost: string[] = []
  for (const [id, text] of sealed) {
    const key = await vault.keyring.find(id).catch(() => null)
    if (key === null || open(key, text, here) !== id) lost.push(id)
  }
  return lost
}

/** A process of its own, because a writer that waits for another stops its whole process. */
async function startRotating(times: number): Promise<{ child: ChildProcess; ended: Promise<unknown> }> {
  const program = fileURLToPath(new URL('./rotating-process.fixtures.ts', import.meta.url))
  const child = spawn(process.execPath, [program, folder.path, String(times)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  return { child, ended }
}

describe('[C30] replacing the key-encryption key', { timeout: 60_000 }, () => {
  test('leaves one key in the file, the new one, and every data key as it was', async () => {
    const vault = await aVault(folder.path)
    const sealed: Sealed = new Map()
    for (let index = 0; index < PEOPLE; index += 1) await addPerson(vault, `person ${index}`, sealed)
    const [before] = await keyLines()
    // Those of people, and the one for blind indexes.
    expect(await vault.rotateKeys()).toEqual({ keys: PEOPLE + 1, leftToDo: null })
    const after = await keyLines()
    expect(after).toHaveLength(1)
    expect(after[0]).not.toBe(before)
    expect(await keksInUse()).toEqual([after[0]?.split(' ')[0]])
    const again = await aVault(folder.path, vault.tenant)
    expect(await unreadable(again, sealed)).toEqual([])
    expect(again.blindIndex(here, 'a')).toBe(vault.blindIndex(here, 'a'))
    await again.close()
    await vault.close()
  })

  test('goes on under a running server, that reads old keys and makes new ones meanwhile', async () => {
    const server = await aVault(folder.path)
    const sealed: Sealed = new Map()
    await addPerson(server, 'before', sealed)
    const [before] = await keyLines()
    const { child, ended } = await startRotating(20)
    for (let index = 0; child.exitCode === null; index += 1) {
      await addPerson(server, `during ${index}`, sealed)
      expect(await unreadable(server, sealed)).toEqual([])
      // Lets the end of the other process be heard of.
      await setImmediate()
    }
    await ended
    expect(child.exitCode).toBe(0)
    await server.close()
    const next = await aVault(folder.path, server.tenant)
    expect(await unreadable(next, sealed)).toEqual([])
    await next.close()
    expect(await keyLines()).toHaveLength(1)
    expect(await keyLines()).not.toContain(before)
  })

  test('by two processes at the same time loses nothing', async () => {
    const vault = await aVault(folder.path)
    const sealed: Sealed = new Map()
    for (let index = 0; index < PEOPLE; index += 1) await addPerson(vault, `person ${index}`, sealed)
    const both = await Promise.all([startRotating(3), startRotating(3)])
    await Promise.all(both.map(({ ended }) => ended))
    expect(both.map(({ child }) => child.exitCode)).toEqual([0, 0])
    expect(await keyLines()).toHaveLength(1)
    expect(await unreadable(vault, sealed)).toEqual([])
    await vault.close()
  })

  test(
    `killed at ${KILLS} random moments it has lost nothing, and is finished by doing it again`,
    { timeout: 180_000 },
    async () => {
      const first = await aVault(folder.path)
      const { tenant } = first
      const sealed: Sealed = new Map()
      for (let index = 0; index < PEOPLE; index += 1) await addPerson(first, `person ${index}`, sealed)
      await first.close()
      const everUsed = new Set(await keyLines())
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { child, ended } = await startRotating(1_000_000)
        await setTimeout(randomInt(120))
        child.kill('SIGKILL')
        await ended
        for (const line of await keyLines()) everUsed.add(line)
        const vault = await aVault(folder.path, tenant)
        expect(await unreadable(vault, sealed)).toEqual([])
        await addPerson(vault, `after kill ${kill}`, sealed)
        await vault.close()
      }
      const vault = await aVault(folder.path, tenant)
      await vault.rotateKeys()
      expect(await unreadable(vault, sealed)).toEqual([])
      await vault.close()
      const [line = '', ...others] = await keyLines()
      expect(others).toEqual([])
      expect(await keksInUse()).toEqual([line.split(' ')[0]])
      expect(everUsed.size).toBeGreaterThan(1)
      expect((await readdir(folder.path)).toSorted()).toEqual(['keyring.db', 'visita.key'])
    },
  )
})

const KEYS = ['A', 'B'].map((letter) => Buffer.alloc(32, letter).toString('base64'))
const secret = (...keys: string[]): KeySource => ({ kind: 'secret', keys })

describe('[C30] replacing a key that an operator has made', { timeout: 60_000 }, () => {
  test('in the environment asks for it first, then needs the old one no longer', async () => {
    const [old = '', next = ''] = KEYS
    const sealed: Sealed = new Map()
    const before = await aVault(folder.path, null, secret(old))
    await addPerson(before, 'maria', sealed)
    await expect(before.rotateKeys()).rejects.toThrow(StartupError)
    await before.close()
    const during = await aVault(folder.path, before.tenant, secret(next, old))
    await addPerson(during, 'johanna', sealed)
    expect(await during.rotateKeys()).toMatchObject({
      keys: 3,
      leftToDo: expect.stringContaining('VISITA_KEY'),
    })
    await during.close()
    const after = await aVault(folder.path, before.tenant, secret(next))
    expect(await unreadable(after, sealed)).toEqual([])
    await after.close()
    await expect(aVault(folder.path, before.tenant, secret(old))).rejects.toThrow(/VISITA_KEY is not the one/)
  })

  test('in a key service asks for it first, then needs the old version no longer', async () => {
    const service = await aKeyService()
    const sealed: Sealed = new Map()
    const vault = await aVault(folder.path, null, service.source('visita'))
    await addPerson(vault, 'maria', sealed)
    await expect(vault.rotateKeys()).rejects.toThrow(/Replace the key visita/)
    service.replace('visita')
    await vault.rotateKeys()
    expect(await keksInUse()).toEqual(['2'])
    const next = await aVault(folder.path, vault.tenant, service.source('visita'))
    expect(await unreadable(next, sealed)).toEqual([])
    await Promise.all([vault.close(), next.close(), service.close()])
  })
})
