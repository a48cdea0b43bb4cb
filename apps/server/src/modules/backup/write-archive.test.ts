import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { aFolder } from '../../testing/server.ts'
import { readExactly } from './write-archive.ts'

test.each([
  ['as long as it was', 5, 'abcde'],
  ['longer by now: as it was', 3, 'abc'],
  ['shorter by now: filled up', 8, 'abcde\0\0\0'],
  ['empty', 0, ''],
])('[B16] an upload that goes on is read %s', async (_what, size, content) => {
  await using folder = await aFolder()
  await writeFile(join(folder.path, 'upload'), 'abcde')
  const file = await open(join(folder.path, 'upload'))
  expect((await buffer(readExactly(file, size))).toString()).toBe(content)
  await file.close()
})
