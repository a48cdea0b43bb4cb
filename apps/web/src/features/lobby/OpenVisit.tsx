import { ArrowRightLeft } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'

/** The visit goes on in another tab, or was cut off. */
export function OpenVisit({ model }: { model: AppModel }) {
  const t = useTexts('lobby')
  const { openVisit } = useReadable(model.lobby.state)
  if (openVisit === null) return null
  return (
    <Notice
      title={t('openVisit.title', { name: namesOf(openVisit.peers) })}
      actions={
        <Button tone="primary" icon={ArrowRightLeft} onClick={() => void model.takeOver(openVisit.roomId)}>
          {t('openVisit.join')}
        </Button>
      }
    >
      {t('openVisit.text')}
    </Notice>
  )
}
