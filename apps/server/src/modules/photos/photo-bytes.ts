export type PhotoKind = 'jpeg' | 'png' | 'webp'

const HEIC_BRANDS = /^(heic|heix|hevc|hevx|heim|heis|mif1|msf1)$/

/** By the first bytes, whatever the file is called; null for what is no photograph. */
export function kindOf(bytes: Buffer): PhotoKind | 'heic' | null {
  const at = (from: number, to: number): string => bytes.toString('latin1', from, to)
  if (at(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp'
  if (at(4, 8) === 'ftyp' && HEIC_BRANDS.test(at(8, 12))) return 'heic'
  return null
}

/* What a file must have that a browser or a reader would run: long enough to come up by chance in no photograph. */
const RUNNABLE = ['<script', '<html', '<?php', '<!doctype', '<iframe']
const LONGEST = 9

/* Behind the picture, where telephones put a second picture or a few seconds of film, no archive or program belongs. */
const BEHIND = ['PK\x03\x04', 'MZ', '\x7fELF', 'Rar!', '7z\xbc\xaf', '#!']

/** Whether the file is something else as well as a photograph, for whoever would open it as that. */
export function hasMoreInside(bytes: Buffer, kind: PhotoKind): boolean {
  if (bytes.includes('%PDF-', 0, 'latin1') || hasMarkup(bytes)) return true
  const behind = bytes.subarray(endOf(bytes, kind))
  // Padding comes before what is appended.
  const start = behind.findIndex((byte) => byte !== 0)
  if (start === -1) return false
  if (kind === 'jpeg')
    return (
      BEHIND.some((each) => behind.toString('latin1', start, start + each.length) === each) ||
      behind.includes('PK\x05\x06', start, 'latin1')
    )
  return true
}

/** In capitals or not; looked for from one `<` to the next, because lowering the whole file takes longer than the rest. */
function hasMarkup(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('<'); at !== -1; at = bytes.indexOf('<', at + 1)) {
    const word = bytes.toString('latin1', at, at + LONGEST).toLowerCase()
    if (RUNNABLE.some((each) => word.startsWith(each))) return true
  }
  return false
}

/** Where the picture itself ends. */
function endOf(bytes: Buffer, kind: PhotoKind): number {
  if (kind === 'webp') return 8 + bytes.readUInt32LE(4) + (bytes.readUInt32LE(4) % 2)
  if (kind === 'png') {
    const end = bytes.indexOf('IEND', 8, 'latin1')
    return end === -1 ? bytes.length : end + 8
  }
  const end = bytes.indexOf('\xff\xd9', endOfHeader(bytes), 'latin1')
  return end === -1 ? bytes.length : end + 2
}

/** Where a JPEG's first scan begins: a small picture in its header has an end of its own. */
function endOfHeader(bytes: Buffer): number {
  let at = 2
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xda) return at
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return at
}
