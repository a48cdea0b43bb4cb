import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'

/** What became of a doctor's call that was not answered here. */
export function MissedCall({ model }: { model: AppModel }) {
  const t = useTexts('asking')
  const { notice } = useReadable(model.lobby.state)
  if (notice?.side !== 'callee') return null
  const { what, name } = notice
  return (
    <Notice
      actions={<Button onClick={() => model.lobby.dismissNotice()}>{t('lobby:notice.dismiss')}</Button>}
    >
      {t([`missed.${what}`, 'missed.other'], { name })}
    </Notice>
  )
}
