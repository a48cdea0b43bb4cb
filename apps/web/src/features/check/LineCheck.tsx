import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import styles from './Check.module.css'
import { Findings } from './Findings.tsx'
import { markOfLine } from './marks.ts'
import { SpeakerCheck } from './SpeakerCheck.tsx'
import { Tick } from './Tick.tsx'
import { useLineLook } from './use-line-look.ts'

/** The half of the check that a page with one's own picture lacks. */
export function LineCheck({ model }: { model: AppModel }) {
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
