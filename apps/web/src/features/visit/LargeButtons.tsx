import type { Picture } from '@visita/protocol'
import { LayoutGrid, Pin, ScreenShare } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import { isSame } from './arrange.ts'
import type { Pictures } from './pictures.ts'
import styles from './RemoteStage.module.css'

interface LargeButtonsProps {
  picture: Picture
  pictures: Pictures
  several: boolean
}

/** What can be done with the large picture; while a doctor shows it to all, nothing is chosen for oneself. */
export function LargeButtons({ picture, pictures, several }: LargeButtonsProps) {
  const t = useTexts('visit')
  const pinned = useReadable(pictures.pinned)
  const shown = useReadable(pictures.shown)
  if (shown !== null) return null
  const isPinned = pinned !== null && isSame(pinned, picture)
  return (
    <div className={styles.choices}>
      {isPinned ? (
        <Button icon={LayoutGrid} onClick={() => pictures.pinned.set(null)}>
          {t('pictures.release')}
        </Button>
      ) : (
        <Button icon={Pin} onClick={() => pictures.pinned.set(picture)}>
          {t('pictures.keep')}
        </Button>
      )}
      {several && pictures.choosesForAll && (
        <Button icon={ScreenShare} onClick={() => void pictures.show(picture)}>
          {t('pictures.showToAll')}
        </Button>
      )}
    </div>
  )
}
