import type { PersonId, VisitSummary } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { useDuration } from '../ended/index.ts'

/** Whom the patient met. */
export function useWith({ participants }: VisitSummary, patientId: PersonId, selfId: PersonId): string {
  const t = useTexts('record')
  const others = participants.filter(({ id }) => id !== patientId)
  const names = others.map(({ id, displayName }) => (id === selfId ? t('visits.you') : displayName))
  return t('visits.with', { names: names.join(', ') })
}

/** How long a visit was and how it ended, in one sentence. */
export function useEnding({ startedAt, endedAt, end, participants }: VisitSummary, selfId: PersonId): string {
  const t = useTexts('record')
  const duration = useDuration((endedAt ?? startedAt) - startedAt)
  if (end === null) return t('visits.goesOn')
  if (end.reason === 'lost' || end.by === null) return t('visits.lost', { duration })
  const who = end.by === selfId ? 'you' : 'other'
  const name = participants.find(({ id }) => id === end.by)?.displayName ?? ''
  return t(`visits.${end.reason === 'page_closed' ? 'closed' : 'ended'}.${who}`, { duration, name })
}
