import type { AuditFormat } from '@visita/protocol'
import type { AuditRow } from './chain.ts'

const COLUMNS = [
  'seq',
  'at',
  'event',
  'actor_id',
  'actor_role',
  'subject_id',
  'object_id',
  'details',
  'sealed_text',
  'prev_hash',
  'hash',
] as const satisfies (keyof AuditRow)[]

/** Rows as the text of a file, a piece for each batch. Every column is there, so the chain can be verified from it. */
export async function* textOf(
  batches: AsyncIterable<AuditRow[]>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield lineOf(['time', ...COLUMNS])
  for await (const rows of batches) {
    yield rows.map((row) => (format === 'csv' ? csvOf(row) : ndjsonOf(row))).join('')
  }
}

const ndjsonOf = (row: AuditRow): string =>
  `${JSON.stringify(Object.fromEntries(COLUMNS.map((column) => [column, row[column]])))}\n`

const csvOf = (row: AuditRow): string => lineOf([timeOf(row.at), ...COLUMNS.map((column) => row[column])])

/** For people and spreadsheets: ISO 8601 in UTC. Empty where somebody made of it what is no time. */
function timeOf(at: number): string {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? '' : time.toISOString()
}

/** A line of RFC 4180, every cell in quotation marks. */
const lineOf = (cells: readonly (string | number | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`

/**
 * What Visita writes begins with a letter, a digit or a brace; but a row that somebody changed must not become
 * a formula in the spreadsheet of whoever looks into it (OWASP, CSV injection).
 */
function cellOf(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const inert = /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
