import type { LocalMedia } from '@visita/call'
import { Ear, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { textOf, type FailureCode } from '../../platform/failures.ts'
import texts from '../../locales/en/sound.json'
import { Button, useReadable } from '../../ui/index.ts'
import { EchoTest, RECORDED, type EchoState } from './echo-test.ts'
import styles from './HearYourself.module.css'
import { recordVoice } from './record-voice.ts'

addTexts('sound', texts)

const WORDS: Record<EchoState, string> = {
  ready: 'echo.ready',
  recording: 'echo.recording',
  playing: 'echo.playing',
  played: 'echo.played',
  silent: textOf('echo_silent' satisfies FailureCode),
  failed: textOf('echo_failed' satisfies FailureCode),
}

interface HearYourselfProps {
  media: LocalMedia
  /** The chosen speaker; null leaves it to the browser. */
  speakerId: string | null
}

/** "Say something, then hear how you sound": microphone, settings and speaker in one test; nothing is kept or sent. */
export function HearYourself({ media, speakerId }: HearYourselfProps) {
  const t = useTexts('sound')
  const [echo] = useState(() => new EchoTest(recordVoice))
  const state = useReadable(echo.state)
  const { microphone } = useReadable(media.tracks)
  const source = useReadable(media.sources).microphone
  useEffect(() => () => echo.stop(), [echo])
  const runs = state === 'recording' || state === 'playing'
  const muted = source.status === 'live' && source.muted
  if (microphone === null) return null
  return (
    <div className={styles.test}>
      <p role="status">{t(muted ? 'echo.muted' : WORDS[state])}</p>
      {state === 'recording' && (
        <div className={styles.time} style={{ animationDuration: `${RECORDED}ms` }} aria-hidden />
      )}
      {runs ? (
        <Button icon={Square} onClick={() => echo.stop()}>
          {t('echo.stop')}
        </Button>
      ) : (
        <Button icon={Ear} disabled={muted} onClick={() => void echo.run(microphone, speakerId)}>
          {t(state === 'ready' ? 'echo.start' : 'echo.again')}
        </Button>
      )}
    </div>
  )
}
