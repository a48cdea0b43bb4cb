import { visitListSchema, visitRecordSchema, type VisitRecord } from '@visita/protocol'
import type { Person } from './people.ts'

/** The newest visit of this person, as the server hands it out to them. */
export async function recordOf({ page }: Person): Promise<VisitRecord> {
  const list = visitListSchema.parse(await (await page.request.get('/api/visits')).json())
  const [newest] = list.visits
  if (!newest) throw new Error('No visit was kept')
  return visitRecordSchema.parse(await (await page.request.get(`/api/visits/${newest.id}`)).json())
}
