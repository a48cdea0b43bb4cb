import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attachment, safeFileName } from './file-name.ts'

describe('a file name', () => {
  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Windows\\win.ini', 'C__Windows_win.ini'],
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['a\r\nSet-Cookie: x', 'a__Set-Cookie_ x'],
    ['con.txt', '_con.txt'],
    ['.bashrc', 'bashrc'],
    ['...', 'file'],
    ['Befund Müller 皮膚.jpg', 'Befund Müller 皮膚.jpg'],
  ])('%j is made safe as %j', (name, safe) => {
    expect(safeFileName(name)).toBe(safe)
  })

  test('is cut between characters', () => {
    expect(safeFileName(`a${'😀'.repeat(200)}`)).toBe(`a${'😀'.repeat(127)}`)
    expect(safeFileName('\u0958'.repeat(255))).toHaveLength(255)
  })

  test('never leaves the header or the folder, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(safeFileName(name).length).toBeLessThanOrEqual(255)
        expect(safeFileName(name)).not.toMatch(/[/\\\0\r\n"]|^\.|^$/)
        expect(attachment(name)).toMatch(/^attachment; filename="file"; filename\*=UTF-8''[\w!.~*%-]+$/)
      }),
    )
  })

  test('is safe already when it is safe', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (name) => {
        expect(safeFileName(safeFileName(name))).toBe(safeFileName(name))
      }),
    )
  })
})
