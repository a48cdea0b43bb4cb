import { LIMITS } from '@visita/protocol'

/* Controls and direction marks make "gpj.exe" read as "exe.jpg"; the rest is special to some file system. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}"*:<>?|\\/]/gu
const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A name that is only a name on every device: no path, nothing hidden, nothing that a shell opens. */
export function safeFileName(name: string): string {
  const shown = name
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/^[\s.]+/u, '')
  const named = RESERVED_ON_WINDOWS.test(shown) ? `_${shown}` : shown
  // Cutting by UTF-16 units, as the limit counts them, may leave half a character at the end.
  const cut = named.slice(0, LIMITS.fileName).replace(/[\s.\p{Cs}]+$/u, '')
  return cut === '' ? 'file' : cut
}

/** `attachment` with the name as RFC 6266 and RFC 8187 want it, so that no page ever opens it by itself. */
export function attachment(name: string): string {
  const encoded = encodeURIComponent(safeFileName(name)).replace(
    /['()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="file"; filename*=UTF-8''${encoded}`
}
