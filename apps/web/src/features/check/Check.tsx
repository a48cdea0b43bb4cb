import { Camera } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, LevelMeter, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'
import styles from './Check.module.css'
import { Findings } from './Findings.tsx'
import type { LineLook } from './line-look.ts'
import { markOf, markOfLine } from './marks.ts'
import { SpeakerCheck } from './SpeakerCheck.tsx'
import { Tick } from './Tick.tsx'

interface CheckProps {
  model: AppModel
  line: LineLook
}

/** The check before a call (X9): own picture, a bar that moves with the voice, three ticks, and what to do. */
export function Check({ model, line }: CheckProps) {
  const t = useTexts('check')
  const { camera, microphone } = useReadable(model.media.sources)
  const state = useReadable(line.state)
  // Off again when the page is left.
  useEffect(() => () => model.showFace(false), [model])
  const connection = markOfLine(state)
  const untouched = camera.status === 'off' && microphone.status === 'off'
  return (
    <Card title={t('title')} lead={t('lead')}>
      <div className={styles.check}>
        {camera.status === 'live' && (
          <div className={styles.picture}>
            <OwnPicture media={model.media} />
          </div>
        )}
        {microphone.status === 'live' && <LevelMeter track={microphone.track} />}
        <div role="status">
          <ul className={styles.ticks}>
            <Tick mark={markOf(camera)}>{t(`camera.${markOf(camera)}`)}</Tick>
            <Tick mark={markOf(microphone)}>{t(`microphone.${markOf(microphone)}`)}</Tick>
            <Tick mark={connection}>{t(`connection.${connection}`)}</Tick>
          </ul>
        </div>
        <MediaProblems media={model.media} />
        {untouched ? (
          <Button icon={Camera} onClick={() => void model.openFace()}>
            {t('identify:prepare.turnOn')}
          </Button>
        ) : (
          <Button onClick={() => model.media.stopAll()}>{t('turnOff')}</Button>
        )}
        <SpeakerCheck />
        <Findings state={state} again={() => void line.look()} />
      </div>
    </Card>
  )
}
