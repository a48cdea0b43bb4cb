import { Camera } from 'lucide-react'
import { useEffect } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, LevelMeter, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { FramedPicture } from '../media/OwnPicture.tsx'
import { UnheardNotice } from '../sound/UnheardNotice.tsx'
import { useHearing } from '../sound/use-hearing.ts'
import styles from './Check.module.css'
import { Findings } from './Findings.tsx'
import type { LineLook } from './line-look.ts'
import { markOf, markOfLine, markOfVoice } from './marks.ts'
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
  const hearing = useHearing(microphone.status === 'live' ? microphone.track : null)
  useVoiceNote(model, hearing)
  const connection = markOfLine(state)
  const voice = markOfVoice(microphone, hearing)
  const untouched = camera.status === 'off' && microphone.status === 'off'
  return (
    <Card title={t('title')} lead={t('lead')}>
      <div className={styles.check}>
        {camera.status === 'live' && <FramedPicture media={model.media} />}
        {microphone.status === 'live' && <LevelMeter track={microphone.track} />}
        <div role="status">
          <ul className={styles.ticks}>
            <Tick mark={markOf(camera)}>{t(`camera.${markOf(camera)}`)}</Tick>
            <Tick mark={voice.mark}>{t(`microphone.${voice.text}`)}</Tick>
            <Tick mark={connection}>{t(`connection.${connection}`)}</Tick>
          </ul>
        </div>
        <MediaProblems media={model.media} />
        <UnheardNotice unheard={hearing.unheard} media={model.media} />
        {untouched ? (
          <Button icon={Camera} onClick={() => void model.openFace()}>
            {t('identify:prepare.turnOn')}
          </Button>
        ) : (
          <Button onClick={() => model.media.stopAll()}>{t('turnOff')}</Button>
        )}
        <SpeakerCheck model={model} />
        <Findings state={state} again={() => void line.look()} />
      </div>
    </Card>
  )
}

/** What is heard of the microphone goes with the request, for the doctor. */
function useVoiceNote({ tried }: AppModel, { proven, unheard }: ReturnType<typeof useHearing>): void {
  useEffect(() => {
    if (proven) tried.noteVoice(true)
  }, [tried, proven])
  useEffect(() => {
    if (unheard === 'silent' || unheard === 'system_muted') tried.noteVoice(false)
  }, [tried, unheard])
}
