import { LayoutGrid, ScreenShare, Speech } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import styles from './Room.module.css'
import type { VisitModel } from './visit-model.ts'

/** How the pictures of several people are laid out. */
export function StageTools({ visit: { pictures, media, seat } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const arrangement = useReadable(pictures.arrangement)
  const shown = useReadable(pictures.shown)
  const own = useReadable(media.outgoing)
  const person = seat.self.id
  const extras = (['secondCamera', 'screen'] as const).filter((role) => own[role] === 'live')
  return (
    <div className={styles.tools}>
      {arrangement === 'alike' ? (
        <Button icon={Speech} onClick={() => pictures.arrangement.set('speaker')}>
          {t('pictures.speaker')}
        </Button>
      ) : (
        <Button icon={LayoutGrid} onClick={() => pictures.arrangement.set('alike')}>
          {t('pictures.alike')}
        </Button>
      )}
      {shown === null &&
        pictures.choosesForAll &&
        extras.map((role) => (
          <Button key={role} icon={ScreenShare} onClick={() => void pictures.show({ person, role })}>
            {t(`pictures.showOwn.${role}`)}
          </Button>
        ))}
    </div>
  )
}
