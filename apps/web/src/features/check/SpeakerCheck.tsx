import { Volume2 } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import styles from './Check.module.css'
import { playTestSound } from './test-sound.ts'
import { Tick } from './Tick.tsx'

type Heard = 'untried' | 'asking' | 'yes' | 'no'

/** A sound, of which only the person can say whether it was heard. */
export function SpeakerCheck() {
  const t = useTexts('check')
  const [heard, setHeard] = useState<Heard>('untried')
  const play = (): void => {
    setHeard('asking')
    playTestSound()
  }
  return (
    <div className={styles.speaker}>
      {heard === 'yes' && (
        <ul className={styles.ticks}>
          <Tick mark="good">{t('speaker.good')}</Tick>
        </ul>
      )}
      {heard === 'no' && <Notice tone="problem">{t('speaker.bad')}</Notice>}
      <Button icon={Volume2} onClick={play}>
        {t('speaker.play')}
      </Button>
      {heard === 'asking' && (
        <div className={styles.asking} role="group" aria-label={t('speaker.heard')}>
          <p>{t('speaker.heard')}</p>
          <Button onClick={() => setHeard('yes')}>{t('speaker.yes')}</Button>
          <Button onClick={() => setHeard('no')}>{t('speaker.no')}</Button>
        </div>
      )}
    </div>
  )
}
