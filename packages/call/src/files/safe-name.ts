const MAX_BYTES = 255
const MAX_EXTENSION_BYTES = 32

/* Path separators and what Windows forbids; characters that show nothing, or turn the direction of the
   text so that "exe.gpj" reads as "jpg.exe". The joiners stay: they are spelling in Persian and Hindi. */
const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu

/* Device names, which Windows takes for the device with any extension. */
const RESERVED =
  /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?=\s*(?:\.|$))/i

const utf8 = new TextEncoder()

/** Whole characters from the start of `text` that fit in `maxBytes` of UTF-8. */
function fitting(text: string, maxBytes: number): string {
  let bytes = 0
  let kept = ''
  for (const character of text) {
    bytes += utf8.encode(character).byteLength
    if (bytes > maxBytes) break
    kept += character
  }
  return kept
}

/**
 * The name under which a file from another person may be shown and saved on any system: one path segment
 * of 1 to 255 bytes in UTF-8, with the extension kept where it is of sensible length.
 */
export function safeFileName(raw: string): string {
  const clean = raw
    .normalize('NFC')
    .replace(FORBIDDEN, '_')
    .replace(/^[\s.]+/u, '')
    .replace(/[\s.]+$/u, '')
    .replace(RESERVED, '_$&')
  const extension = /\.[^.\s]+$/u.exec(clean)?.[0] ?? ''
  const kept = utf8.encode(extension).byteLength <= MAX_EXTENSION_BYTES ? extension : ''
  const stem = clean.slice(0, clean.length - kept.length)
  const name = fitting(stem, MAX_BYTES - utf8.encode(kept).byteLength) + kept
  return name.replace(/[\s.]+$/u, '') || 'file'
}
