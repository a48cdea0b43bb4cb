import { Camera, CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, LevelMeter, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import styles from './DeviceCheck.module.css'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'

/** Own picture, a bar that moves with the voice, and whether camera, microphone and connection are there. */
export function DeviceCheck({ model }: { model: AppModel }) {
  const t = useTexts('asking')
  const { camera, microphone } = useReadable(model.media.sources)
  const online = useReadable(model.socket.state).status === 'online'
  const untouched = camera.status === 'off' && microphone.status === 'off'
  const both = camera.status === 'live' && microphone.status === 'live'
  return (
    <div className={styles.check}>
      {camera.status === 'live' && (
        <div className={styles.picture}>
          <OwnPicture media={model.media} />
        </div>
      )}
      {microphone.status === 'live' && <LevelMeter track={microphone.track} />}
      {both && <p>{t('identify:prepare.looksGood')}</p>}
      <ul className={styles.ticks}>
        <Tick what="camera" mark={markOf(camera.status)} />
        <Tick what="microphone" mark={markOf(microphone.status)} />
        <Tick what="connection" mark={online ? 'good' : 'bad'} />
      </ul>
      <MediaProblems media={model.media} />
      {untouched ? (
        <Button icon={Camera} onClick={() => void model.openFace()}>
          {t('identify:prepare.turnOn')}
        </Button>
      ) : (
        <Button onClick={() => model.media.stopAll()}>{t('check.turnOff')}</Button>
      )}
    </div>
  )
}

type Mark = 'good' | 'open' | 'bad'

const ICONS = { good: CircleCheck, open: CircleDashed, bad: CircleX } as const satisfies Record<Mark, unknown>

function Tick({ what, mark }: { what: 'camera' | 'microphone' | 'connection'; mark: Mark }) {
  const t = useTexts('asking')
  const Icon = ICONS[mark]
  return (
    <li data-mark={mark}>
      <Icon aria-hidden size={22} />
      {t(`check.${what}.${mark}`)}
    </li>
  )
}

function markOf(status: string): Mark {
  if (status === 'live') return 'good'
  return status === 'unavailable' ? 'bad' : 'open'
}
