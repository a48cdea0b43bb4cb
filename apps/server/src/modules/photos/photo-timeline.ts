import {
  lesionIdSchema,
  type Participant,
  type PersonId,
  personIdSchema,
  photoIdSchema,
} from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { spanOf, type TimelineSource } from '../timeline/index.ts'

/** The photographs of a case by when they came; nothing of them has to be opened for it. */
export const photoTimeline = (
  db: Database,
  findPerson: (id: PersonId) => Promise<Participant>,
): TimelineSource => ({
  kinds: ['photo'],
  list: async (_reader, of, span) => {
    const rows = await db
      .selectFrom('photos')
      .select(['id', 'kept_at', 'sender_id', 'slot', 'lesion_id'])
      .where('case_id', '=', of.id)
      .where('kept_at', 'is not', null)
      .where(spanOf('kept_at', 'id', span.before))
      .orderBy('kept_at', 'desc')
      .orderBy('id', 'desc')
      .limit(span.limit)
      .execute()
    return rows.map(({ id, kept_at, sender_id, slot, lesion_id }) => {
      const at = kept_at ?? 0
      return {
        id,
        at,
        show: async () => ({
          kind: 'photo',
          id: photoIdSchema.parse(id),
          at,
          by: await findPerson(personIdSchema.parse(sender_id)),
          slot,
          lesion: lesion_id === null ? null : lesionIdSchema.parse(lesion_id),
        }),
      }
    })
  },
})
