import { photoRefusalSchema } from '@visita/protocol'
import { X } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, useReadable } from '../../ui/index.ts'
import type { Outgoing, OutboxModel } from './outbox-model.ts'
import styles from './Photos.module.css'

/** What is on this device and not with the practice yet, each with how far it is. */
export function Outbox({ outbox }: { outbox: OutboxModel }) {
  const t = useTexts('photos')
  const outgoing = useReadable(outbox.state)
  if (outgoing.length === 0) return null
  return (
    <Card title={t('outbox.title')} lead={t('outbox.lead')}>
      <ul className={styles.waiting} aria-live="polite">
        {outgoing.map((each) => (
          <li key={each.id}>
            <strong>{t(`slot.${each.metadata.slot}`)}</strong> <span>{wordsOf(each, t)}</span>
            {each.state.is === 'sending' && <progress value={each.state.part} aria-hidden />}
            {each.state.is === 'refused' && (
              <Button icon={X} onClick={() => void outbox.remove(each.id)}>
                {t('outbox.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function wordsOf({ state }: Outgoing, t: ReturnType<typeof useTexts>): string {
  switch (state.is) {
    case 'waiting':
      return t('outbox.waiting')
    case 'sending':
      return t('outbox.sending', { percent: Math.round(state.part * 100) })
    case 'refused':
      return t(`outbox.refused.${photoRefusalSchema.safeParse(state.detail).data ?? 'other'}`)
  }
}
