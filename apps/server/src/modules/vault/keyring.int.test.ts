import { copyFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqlite } from '../../platform/sqlite.ts'
import { aFolder } from '../../testing/server.ts'
import { aVault } from '../../testing/vault.ts'
import { open, seal, SealError, type Vault } from './index.ts'
import type { KeyringTables } from './keyring-tables.ts'

const here = { table: 'messages', row: 'a', column: 'sealed_text' }

let folder: Awaited<ReturnType<typeof aFolder>>
let vault: Vault
beforeEach(async () => {
  folder = await aFolder()
  vault = await aVault(folder.path)
})
afterEach(async () => {
  await vault.close()
  await folder[Symbol.asyncDispose]()
})

const file = (): string => join(folder.path, 'keyring.db')
async function change(set: Partial<KeyringTables['keys']>, id: string): Promise<void> {
  const db = openSqlite<KeyringTables>(file())
  await db.updateTable('keys').set(set).where('id', '=', id).execute()
  await db.destroy()
}
const rowOf = async (id: string): Promise<KeyringTables['keys']> => {
  const db = openSqlite<KeyringTables>(file())
  const row = await db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  await db.destroy()
  return row
}

describe('a key in the keyring', () => {
  test('opens what it sealed, also for the next process', async () => {
    const sealed = seal(await vault.keyring.create('maria'), 'text', here)
    expect(open(await vault.keyring.open('maria'), sealed, here)).toBe('text')
    await vault.close()
    vault = await aVault(folder.path, vault.tenant)
    expect(open(await vault.keyring.open('maria'), sealed, here)).toBe('text')
  })

  test('is found with many others, without those that are not there any more', async () => {
    const ids = Array.from({ length: 450 }, (_, number) => `visit-${number}`)
    await vault.keyring.create('maria')
    for (const id of ids) await vault.keyring.create(id, { parent: 'maria' })
    await vault.keyring.destroy('visit-3')
    const keys = await vault.keyring.findAll([...ids, 'somebody'])
    expect(keys.size).toBe(ids.length - 1)
    expect([keys.has('visit-3'), keys.has('somebody')]).toEqual([false, false])
    const last = await vault.keyring.open('visit-449')
    expect(keys.get('visit-449')?.secret.equals(last.secret)).toBe(true)
    await vault.keyring.destroy('maria')
    expect((await vault.keyring.findAll(ids)).size).toBe(0)
  })

  test('is made once', async () => {
    const key = await vault.keyring.create('maria')
    await expect(vault.keyring.create('maria')).rejects.toThrow('UNIQUE')
    expect((await vault.keyring.open('maria')).secret.equals(key.secret)).toBe(true)
  })

  test('that never was is told from one that is there', async () => {
    await vault.keyring.create('maria')
    expect([await vault.keyring.has('maria'), await vault.keyring.has('johanna')]).toEqual([true, false])
    expect(await vault.keyring.find('johanna')).toBeNull()
    await expect(vault.keyring.open('johanna')).rejects.toThrow(SealError)
  })

  test('cannot hang on a parent that is not there', async () => {
    await expect(vault.keyring.create('visit', { parent: 'nobody' })).rejects.toThrow(SealError)
    expect(await vault.keyring.has('visit')).toBe(false)
  })

  test('[C28] put in the place of another does not open', async () => {
    await vault.keyring.create('maria')
    await vault.keyring.create('johanna')
    const { wrapped } = await rowOf('johanna')
    await change({ wrapped }, 'maria')
    await expect(vault.keyring.open('maria')).rejects.toThrow(SealError)
  })

  test('[C27] does not open with any one bit of it changed', async () => {
    await vault.keyring.create('maria')
    const wrapped = Buffer.from((await rowOf('maria')).wrapped, 'base64')
    await fc.assert(
      fc.asyncProperty(fc.nat(wrapped.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(wrapped)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        await change({ wrapped: changed.toString('base64') }, 'maria')
        await expect(vault.keyring.open('maria')).rejects.toThrow(SealError)
      }),
    )
    await change({ wrapped: wrapped.toString('base64') }, 'maria')
    await expect(vault.keyring.open('maria')).resolves.toMatchObject({ tenant: vault.tenant })
  })

  test('[C28] does not open under another parent', async () => {
    await vault.keyring.create('maria')
    await vault.keyring.create('johanna')
    await vault.keyring.create('visit', { parent: 'maria' })
    await change({ parent: 'johanna' }, 'visit')
    await vault.close()
    vault = await aVault(folder.path)
    await expect(vault.keyring.open('visit')).rejects.toThrow(SealError)
  })

  test('opens however many there are', async () => {
    const ids = Array.from({ length: 1100 }, (_, index) => `key-${index}`)
    const made = await vault.keyring.create('first')
    await vault.keyring.adopt(ids.map((id) => ({ id, key: made })))
    for (const id of ids) expect((await vault.keyring.open(id)).secret.equals(made.secret)).toBe(true)
    expect((await vault.keyring.open('first')).secret.equals(made.secret)).toBe(true)
  })
})

describe('[C31] a destroyed key', () => {
  test('takes along the keys that have it as their parent, and no others', async () => {
    for (const id of ['maria', 'johanna']) {
      await vault.keyring.create(id)
      await vault.keyring.create(`visit of ${id}`, { parent: id })
    }
    await vault.keyring.destroy('maria')
    expect(await vault.keyring.find('maria')).toBeNull()
    expect(await vault.keyring.find('visit of maria')).toBeNull()
    expect(await vault.keyring.find('visit of johanna')).not.toBeNull()
  })

  test('is gone for another process as well, that has used it', async () => {
    await vault.keyring.create('maria')
    await vault.keyring.create('visit', { parent: 'maria' })
    const other = await aVault(folder.path)
    expect(await other.keyring.find('visit')).not.toBeNull()
    await vault.keyring.destroy('maria')
    expect(await other.keyring.find('visit')).toBeNull()
    expect(await other.keyring.find('maria')).toBeNull()
    await other.close()
  })

  test('is in no file any more', async () => {
    await vault.keyring.create('maria')
    await vault.keyring.create('visit', { parent: 'maria' })
    const wrapped = await Promise.all(['maria', 'visit'].map(async (id) => (await rowOf(id)).wrapped))
    const onDisk = async (): Promise<boolean[]> => {
      const bytes = Buffer.concat([await readFile(file()), await readFile(`${file()}-wal`)])
      return wrapped.map((text) => bytes.indexOf(text) !== -1)
    }
    expect(await onDisk()).toEqual([true, true])
    await vault.keyring.destroy('maria')
    expect(await onDisk()).toEqual([false, false])
    expect((await stat(`${file()}-wal`)).size).toBe(0)
  })
})

describe('[C32] a blind index', () => {
  const email = { table: 'people', column: 'email' }

  test('is the same for the same value of a column, also for the next process', async () => {
    const index = vault.blindIndex(email, 'maria@example.org')
    expect(index).toMatch(/^[0-9a-f]{32}$/)
    await vault.close()
    vault = await aVault(folder.path)
    expect(vault.blindIndex(email, 'maria@example.org')).toBe(index)
  })

  test('differs by value, column, table and tenant', async () => {
    await using elsewhere = await aFolder()
    await copyFile(join(folder.path, 'visita.key'), join(elsewhere.path, 'visita.key'))
    const other = await aVault(elsewhere.path)
    const indexes = [
      vault.blindIndex(email, 'maria@example.org'),
      vault.blindIndex(email, 'johanna@example.org'),
      vault.blindIndex({ ...email, column: 'phone' }, 'maria@example.org'),
      vault.blindIndex({ ...email, table: 'accounts' }, 'maria@example.org'),
      other.blindIndex(email, 'maria@example.org'),
    ]
    expect(new Set(indexes).size).toBe(indexes.length)
    await other.close()
  })
})
