import { DoorClosed } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'

interface AtTheDoorProps {
  model: AppModel
  stage: Extract<Stage, { at: 'door' }>
}

/** An interpreter or relative waits here until the patient has said yes; then it rings (B26). */
export function AtTheDoor({ model, stage: { problem } }: AtTheDoorProps) {
  const t = useTexts('door')
  const { notAdmitted } = useReadable(model.lobby.state)
  return (
    <SinglePage>
      <PageTitle>{t(notAdmitted === null ? 'title' : 'over.title')}</PageTitle>
      <RefusalNotice code={problem} />
      {notAdmitted === null ? (
        <>
          <p>{t('lead')}</p>
          <Progress label={t('waiting')} />
        </>
      ) : (
        <p role="status">{t([`over.${notAdmitted}`, 'over.other'])}</p>
      )}
      <Button icon={DoorClosed} wide onClick={() => void model.leave()}>
        {t('leave')}
      </Button>
    </SinglePage>
  )
}
