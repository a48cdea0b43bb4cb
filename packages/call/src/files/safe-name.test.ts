import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeFileName } from './safe-name.ts'

describe('[A10] the name of a received file', () => {
  it.each([
    ['photo.png', 'photo.png'],
    ['左臂 皮疹.jpg', '左臂 皮疹.jpg'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\me\\a.doc', 'C__Users_me_a.doc'],
    ['.bashrc', 'bashrc'],
    ['...', 'file'],
    ['', 'file'],
    ['report.pdf. . ', 'report.pdf'],
    ['a\u0000b\nc.txt', 'a_b_c.txt'],
    ['photo\u202egnp.exe', 'photo_gnp.exe'],
    ['lone\ud800.txt', 'lone_.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['console.log', 'console.log'],
    ['what?.txt', 'what_.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
  ])('%j becomes %j', (raw, safe) => {
    expect(safeFileName(raw)).toBe(safe)
  })

  it('keeps the extension of a name that is too long', () => {
    const name = safeFileName(`${'é'.repeat(200)}.jpeg`)
    expect(new TextEncoder().encode(name).byteLength).toBeLessThanOrEqual(255)
    expect(name).toMatch(/^é+\.jpeg$/)
  })

  it('is one harmless segment of 1 to 255 bytes, whatever was sent', () => {
    const hostile = fc.constantFrom(
      '/',
      '\\',
      '.',
      ' ',
      ':',
      '\u202e',
      '\u0007',
      'con',
      'aux',
      'x',
      '🩺',
      'é',
    )
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: hostile, maxLength: 400 }))
    fc.assert(
      fc.property(names, (raw) => {
        const name = safeFileName(raw)
        expect(name).not.toMatch(/[/\\:*?"<>|\p{Cc}\p{Cs}\p{Bidi_Control}]/u)
        expect(name).not.toMatch(/^[\s.]|[\s.]$/)
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i)
        const { byteLength } = new TextEncoder().encode(name)
        expect(byteLength).toBeGreaterThan(0)
        expect(byteLength).toBeLessThanOrEqual(255)
        expect(safeFileName(name)).toBe(name)
      }),
      { seed: 10, numRuns: 300 },
    )
  })
})
