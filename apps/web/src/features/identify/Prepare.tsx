import { ArrowRight, Camera } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, LevelMeter, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'
import styles from './Identify.module.css'

/** Explains before the browser asks for camera and microphone; the way on is always open. */
export function Prepare({ model }: { model: AppModel }) {
  const { t } = useTranslation(['identify', 'media'])
  const { camera, microphone } = useReadable(model.media.sources)
  const asking = camera.status === 'asking' || microphone.status === 'asking'
  const untouched = camera.status === 'off' && microphone.status === 'off'
  return (
    <main className={`${styles.page} ${styles.narrow}`}>
      <section className={styles.card}>
        <h1>{t('prepare.title')}</h1>
        <p>{t('prepare.lead')}</p>
        {camera.status === 'live' && (
          <div className={styles.picture}>
            <OwnPicture media={model.media} />
          </div>
        )}
        {microphone.status === 'live' && <LevelMeter track={microphone.track} />}
        {camera.status === 'live' && microphone.status === 'live' && <p>{t('prepare.looksGood')}</p>}
        <MediaProblems media={model.media} />
        {asking && <p role="status">{t('prepare.asking')}</p>}
        <div className={styles.actions}>
          {untouched ? (
            <>
              <Button tone="primary" icon={Camera} wide onClick={() => void model.openFace()}>
                {t('prepare.turnOn')}
              </Button>
              <Button wide onClick={() => model.enterLobby()}>
                {t('prepare.without')}
              </Button>
            </>
          ) : (
            <Button tone="primary" icon={ArrowRight} wide onClick={() => model.enterLobby()}>
              {t('prepare.enter')}
            </Button>
          )}
        </div>
      </section>
    </main>
  )
}
