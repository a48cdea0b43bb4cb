import type { ByteRange } from '../vault/index.ts'

/**
 * The part of `size` bytes that a Range header asks for (RFC 9110, 14.2). Null where the whole is to be sent,
 * which that RFC leaves free: without a header, for several parts, and for one that is not there.
 */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return null
  const part =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size }
      : { start: Number(first), end: last === '' ? size : Math.min(size, Number(last) + 1) }
  return part.start < part.end ? part : null
}
