import type { PhotoFault, Slot } from '@visita/protocol'
import { Camera, ImageUp } from 'lucide-react'
import { useEffect, useState, type RefObject } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, Progress } from '../../ui/index.ts'
import { takeStill } from '../stills/take-still.ts'
import type { CaptureModel, CaptureStep } from './capture-model.ts'
import { faultsInView } from './look-at.ts'
import styles from './Photos.module.css'
import { useCamera } from './use-camera.ts'

/* An iPhone that is asked for these hands over a JPEG of what it keeps as HEIC. */
const TYPES = 'image/jpeg,image/png,image/webp'

/** Between two looks at what the camera shows, in milliseconds: an old telephone takes half of it for one. */
const LOOK_EVERY = 1_200

interface TakingProps {
  model: CaptureModel
  slot: Slot
  step: Exclude<CaptureStep, { at: 'judging' }>
  /** Where the photo of last time is; null for none. */
  ghost: string | null
}

/** The camera with the photo of last time faintly over it, and what would be wrong with a photo now. */
export function Taking({ model, slot, step, ghost }: TakingProps) {
  const t = useTexts('photos')
  const { video, camera } = useCamera()
  const hint = useHint(video, slot)
  const isBusy = step.at === 'looking'
  return (
    <>
      {step.at === 'taking' && step.problem && <Notice tone="problem">{t(`capture.${step.problem}`)}</Notice>}
      {camera.is === 'none' ? (
        <Notice>{t('capture.noCamera')}</Notice>
      ) : (
        <div className={styles.camera}>
          <video ref={video} autoPlay muted playsInline aria-label={t('capture.camera')} />
          {ghost !== null && <img className={styles.ghost} src={ghost} alt="" />}
          {hint !== undefined && (
            <p className={styles.hint} role="status">
              {t(`fault.${hint}`)}
            </p>
          )}
        </div>
      )}
      {ghost !== null && camera.is === 'open' && <p className={styles.quiet}>{t('capture.ghost')}</p>}
      {isBusy && <Progress label={t('capture.looking')} />}
      <div className={styles.actions}>
        {camera.is !== 'none' && (
          <Button
            tone="primary"
            icon={Camera}
            disabled={camera.is === 'opening' || isBusy}
            onClick={() => camera.is === 'open' && void model.take(takeStill(camera.track))}
          >
            {t('capture.take')}
          </Button>
        )}
        <label className={styles.choose}>
          <ImageUp aria-hidden size={22} />
          {t('capture.choose')}
          <input
            type="file"
            accept={TYPES}
            className={styles.file}
            disabled={isBusy}
            onChange={({ target }) => {
              const [file] = target.files ?? []
              target.value = ''
              if (file) void model.take(file)
            }}
          />
        </label>
      </div>
    </>
  )
}

/** The gravest fault of what the camera shows now. */
function useHint(video: RefObject<HTMLVideoElement | null>, slot: Slot): PhotoFault | undefined {
  const [hint, setHint] = useState<PhotoFault>()
  useEffect(() => {
    const timer = setInterval(() => {
      if (video.current !== null && !document.hidden) setHint(faultsInView(video.current, slot)[0])
    }, LOOK_EVERY)
    return () => clearInterval(timer)
  }, [video, slot])
  return hint
}
