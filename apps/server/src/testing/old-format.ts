import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto'

interface OldContext {
  table: string
  row: string
  column: string
}

/** A value as Visita sealed it at first: format byte 1, and neither tenant nor version bound in. */
export const oldSeal = (key: KeyObject, plain: string | Uint8Array, context: OldContext): Buffer =>
  Buffer.concat([Uint8Array.of(1), seal(key, plain, context, [])])

/** The only frame of a small file as it was sealed then, without a format byte. */
export const oldFrame = (key: KeyObject, plain: string | Uint8Array, context: OldContext): Buffer =>
  seal(key, plain, context, [0, true])

function seal(
  key: KeyObject,
  plain: string | Uint8Array,
  { table, row, column }: OldContext,
  more: (number | boolean)[],
): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
  cipher.setAAD(Buffer.from(JSON.stringify([1, table, row, column, ...more])))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
