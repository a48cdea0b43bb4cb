const eachByte = (text: string, write: (byte: string) => string): string =>
  Array.from(Buffer.from(text), (byte) => write(byte.toString(16).padStart(2, '0'))).join('')

/** Base64 of the text where so many bytes stand before it, without the characters that those before and after change. */
function base64At(text: string, shift: number, alphabet: 'base64' | 'base64url'): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
    .toString(alphabet)
    .replaceAll('=', '')
  const before = Math.ceil((shift * 8) / 6)
  const whole = Math.floor(((shift + Buffer.byteLength(text)) * 8) / 6)
  return encoded.slice(before, whole)
}

/** A text as it can stand in a file, by the name of the encoding. */
export function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const utf16 = Buffer.from(text, 'utf16le')
  const written: [string, string][] = [
    ['UTF-8', text],
    ['hex', eachByte(text, (byte) => byte)],
    ['hex in capitals', eachByte(text, (byte) => byte.toUpperCase())],
    ['percent', eachByte(text, (byte) => `%${byte}`)],
    ['percent in capitals', eachByte(text, (byte) => `%${byte.toUpperCase()}`)],
    ['JSON', eachByte(text, (byte) => `\\u00${byte}`)],
    ['JSON in capitals', eachByte(text, (byte) => `\\u00${byte.toUpperCase()}`)],
    ...[0, 1, 2].flatMap((shift): [string, string][] => [
      [`base64, ${shift} before`, base64At(text, shift, 'base64')],
      [`base64url, ${shift} before`, base64At(text, shift, 'base64url')],
    ]),
  ]
  return new Map([
    ...written.map(([name, form]): [string, Buffer] => [name, Buffer.from(form)]),
    ['UTF-16', utf16],
    ['UTF-16, the other way round', Buffer.from(utf16).swap16()],
  ])
}
