import { ArrowRight, Camera, Wifi } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, later, LevelMeter, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { FramedPicture } from '../media/OwnPicture.tsx'
import styles from './Identify.module.css'

/** Few press it, and it is a part of the first script that the others do without. */
const LineCheck = later(async () => (await import('../check/index.ts')).LineCheck, {
  loading: CheckOpening,
  failed: CheckNotOpened,
})

function CheckOpening() {
  const t = useTexts()
  return <Progress label={t('loading')} />
}

function CheckNotOpened() {
  const t = useTexts('identify')
  return <p role="status">{t('prepare.checkNotOpened')}</p>
}

/** Explains before the browser asks for camera and microphone; the way on is always open. */
export function Prepare({ model }: { model: AppModel }) {
  const t = useTexts('identify')
  const { camera, microphone } = useReadable(model.media.sources)
  const [checking, setChecking] = useState(false)
  const asking = camera.status === 'asking' || microphone.status === 'asking'
  const untouched = camera.status === 'off' && microphone.status === 'off'
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <PageTitle>{t('prepare.title')}</PageTitle>
        <p>{t('prepare.lead')}</p>
        {camera.status === 'live' && <FramedPicture media={model.media} />}
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
              <Button wide onClick={() => model.goOnUnseen()}>
                {t('prepare.without')}
              </Button>
            </>
          ) : (
            <Button tone="primary" icon={ArrowRight} wide onClick={() => model.goOn()}>
              {t('prepare.enter')}
            </Button>
          )}
          {checking ? (
            <LineCheck model={model} />
          ) : (
            <Button icon={Wifi} wide onClick={() => setChecking(true)}>
              {t('prepare.checkLine')}
            </Button>
          )}
        </div>
      </section>
    </main>
  )
}
