import { personIdSchema } from '@visita/protocol'
import { eventsOf } from './event-groups.ts'

/** What the form of the log holds, as it was typed or chosen; empty fields ask for nothing. */
export interface LogFilter {
  /** Days as the browser's field for dates has them, 2026-11-25; both are included. */
  from: string
  until: string
  /** An event or a group of them. */
  kind: string
  /** Numbers of people. */
  actor: string
  subject: string
}

export const EVERYTHING: LogFilter = { from: '', until: '', kind: '', actor: '', subject: '' }

export const isNumberOfPerson = (text: string): boolean => personIdSchema.safeParse(text.trim()).success

/** As the server is asked, by the days of this browser's time zone. */
export function queryOf({ from, until, kind, actor, subject }: LogFilter): URLSearchParams {
  const query = new URLSearchParams()
  const add = (name: string, value: number | string | null): void => {
    if (value !== null && value !== '') query.set(name, String(value))
  }
  add('from', startOf(from, 0))
  add('until', startOf(until, 1))
  add('events', eventsOf(kind)?.join() ?? null)
  add('actor', actor)
  add('subject', subject.trim())
  return query
}

/** The first moment of a day, or of the day so many after it, in epoch milliseconds; null where it is none. */
function startOf(day: string, after: number): number | null {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number)
  const moment = new Date(year, month - 1, date + after).getTime()
  return Number.isNaN(moment) || moment < 0 ? null : moment
}
