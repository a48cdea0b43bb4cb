import { type RawBuilder, sql, type SqlBool } from 'kysely'

/** The last entry of a page. */
export interface Cursor {
  at: number
  id: string
}

export function cursorOf(text: string): Cursor {
  const [at = '', id = ''] = text.split('_')
  return { at: Number(at), id }
}

export const cursorText = ({ at, id }: Cursor): string => `${at}_${id}`

/** The newest first: a positive number where `b` comes before `a`. */
export const byNewest = (a: Cursor, b: Cursor): number => b.at - a.at || (a.id < b.id ? 1 : -1)

/**
 * For a `where`: what comes after the cursor, by the column of the time and that of the id; all where there is none.
 * Said with `<=` first, so that both databases use an index on the time.
 */
export function spanOf(time: string, id: string, before: Cursor | null): RawBuilder<SqlBool> {
  if (before === null) return sql<SqlBool>`1 = 1`
  const { at, id: last } = before
  return sql<SqlBool>`(${sql.ref(time)} <= ${at} and (${sql.ref(time)} < ${at} or ${sql.ref(id)} < ${last}))`
}
