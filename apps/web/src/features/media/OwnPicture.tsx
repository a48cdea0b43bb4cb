import type { LocalMedia } from '@visita/call'
import { VideoOff } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable, Video } from '../../ui/index.ts'
import styles from './Media.module.css'

/** The same in a frame of its own shape, for where one looks at oneself. */
export function FramedPicture({ media }: { media: LocalMedia }) {
  return (
    <div className={styles.frame}>
      <OwnPicture media={media} />
    </div>
  )
}

/** One's own camera, as in a mirror, or the words for why there is none. */
export function OwnPicture({ media }: { media: LocalMedia }) {
  const t = useTexts('media')
  const { camera } = useReadable(media.sources)
  if (camera.status === 'live') return <Video video={camera.track} label={t('ownPicture')} mirrored />
  return (
    <div className={styles.empty}>
      <VideoOff aria-hidden size={28} />
      <span>{t(camera.status === 'asking' ? 'camera.asking' : 'camera.off')}</span>
    </div>
  )
}
