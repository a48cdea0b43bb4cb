import type { LocalMedia } from '@visita/call'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable, Video } from '../../ui/index.ts'
import styles from './Room.module.css'

/** The second camera and the screen, as long as one shows them: so one knows what the other person sees. */
export function OwnExtras({ media }: { media: LocalMedia }) {
  const t = useTexts('visit')
  const { secondCamera, screen } = useReadable(media.sources)
  return (
    <>
      {secondCamera.status === 'live' && (
        <div className={styles.own}>
          <Video video={secondCamera.track} label={t('ownSecond')} fit="contain" />
        </div>
      )}
      {screen.status === 'live' && (
        <div className={styles.own}>
          <Video video={screen.track} label={t('ownScreen')} fit="contain" />
        </div>
      )}
    </>
  )
}
