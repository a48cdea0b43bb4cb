import { Volume2 } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import styles from './Check.module.css'
import { playTestSound } from './test-sound.ts'
import { Tick } from './Tick.tsx'

/** A sound, of which only the person can say whether it was heard; what they have said once is known after. */
export function SpeakerCheck({ model: { tried } }: { model: AppModel }) {
  const t = useTexts('check')
  const { speaker } = useReadable(tried.found)
  const [asking, setAsking] = useState(false)
  const play = (): void => {
    setAsking(true)
    playTestSound()
  }
  const answer = (heard: boolean): void => {
    setAsking(false)
    tried.noteSpeaker(heard)
  }
  return (
    <div className={styles.speaker}>
      {!asking && speaker === 'works' && (
        <ul className={styles.ticks}>
          <Tick mark="good">{t('speaker.good')}</Tick>
        </ul>
      )}
      {!asking && speaker === 'fails' && <Notice tone="problem">{t('speaker.bad')}</Notice>}
      <Button icon={Volume2} onClick={play}>
        {t('speaker.play')}
      </Button>
      {asking && (
        <div className={styles.asking} role="group" aria-label={t('speaker.heard')}>
          <p>{t('speaker.heard')}</p>
          <Button onClick={() => answer(true)}>{t('speaker.yes')}</Button>
          <Button onClick={() => answer(false)}>{t('speaker.no')}</Button>
        </div>
      )}
    </div>
  )
}
