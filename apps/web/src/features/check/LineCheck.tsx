import { Wifi } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import styles from './Check.module.css'
import { Findings } from './Findings.tsx'
import { markOfLine } from './marks.ts'
import { SpeakerCheck } from './SpeakerCheck.tsx'
import { Tick } from './Tick.tsx'
import { useLineLook } from './use-line-look.ts'

/** The half of the check that a page with one's own picture lacks, behind a button. */
export function LineCheck({ model }: { model: AppModel }) {
  const t = useTexts('check')
  const [open, setOpen] = useState(false)
  if (open) return <OpenLineCheck model={model} />
  return (
    <Button icon={Wifi} wide onClick={() => setOpen(true)}>
      {t('offerLine')}
    </Button>
  )
}

function OpenLineCheck({ model }: { model: AppModel }) {
  const t = useTexts('check')
  const line = useLineLook(model)
  const state = useReadable(line.state)
  const mark = markOfLine(state)
  return (
    <div className={styles.check}>
      <div role="status">
        <ul className={styles.ticks}>
          <Tick mark={mark}>{t(`connection.${mark}`)}</Tick>
        </ul>
      </div>
      <Findings state={state} again={() => void line.look()} />
      <SpeakerCheck model={model} />
    </div>
  )
}
