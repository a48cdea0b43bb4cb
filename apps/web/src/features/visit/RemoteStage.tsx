import type { Readable } from '@visita/call'
import type { Picture } from '@visita/protocol'
import { Volume2 } from 'lucide-react'
import { useCallback, useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, useReadable } from '../../ui/index.ts'
import { isSame, picturesOf } from './arrange.ts'
import type { Companion } from './companion.ts'
import { PictureTile } from './PictureTile.tsx'
import styles from './RemoteStage.module.css'
import { usePictures, useTiling } from './use-stage.ts'
import type { VisitModel } from './visit-model.ts'

interface RemoteStageProps {
  visit: VisitModel
  socket: Readable<SocketState>
  speakerId: string | null
}

/**
 * What comes from the others: each one's face, and beside it their second camera or screen (A17, B26). Whichever is
 * large, the pictures stay where they are among their siblings: one that is moved in the document falls silent.
 */
export function RemoteStage({ visit, socket, speakerId }: RemoteStageProps) {
  const t = useTexts('visit')
  const companions = useReadable(visit.companions)
  const [blocked, setBlocked] = useState<readonly (() => void)[]>([])
  const onBlocked = useCallback((play: () => void) => setBlocked((plays) => [...plays, play]), [])
  const stage = useRef<HTMLElement>(null)
  const { all, large } = usePictures(companions, visit.pictures)
  const { columns, strip } = useTiling(stage, all)
  const shape: CSSProperties & Record<`--${string}`, number> = {
    '--columns': columns,
    '--small': Math.max(1, all.length - 1),
  }
  return (
    <section
      ref={stage}
      className={styles.stage}
      data-strip={large === null ? undefined : strip}
      style={shape}
      aria-label={t('with', { name: namesOf(companions.map(({ person }) => person)) })}
    >
      {companions.map((companion) => (
        <RemotePictures key={companion.person.id} companion={companion}>
          {(picture) => (
            <PictureTile
              key={picture.role}
              picture={picture}
              companion={companion}
              visit={visit}
              several={companions.length > 1}
              among={all.length}
              large={large !== null && isSame(large, picture)}
              socket={socket}
              speakerId={speakerId}
              onBlocked={onBlocked}
            />
          )}
        </RemotePictures>
      ))}
      {blocked.length > 0 && (
        <div className={styles.blocked} role="alert">
          <p>{t(textOf('sound_blocked'))}</p>
          <Button
            tone="primary"
            icon={Volume2}
            onClick={() => {
              for (const play of blocked) play()
              setBlocked([])
            }}
          >
            {t('playSound')}
          </Button>
        </div>
      )}
    </section>
  )
}

interface RemotePicturesProps {
  companion: Companion
  children: (picture: Picture) => ReactNode
}

function RemotePictures({ companion, children }: RemotePicturesProps) {
  return picturesOf(companion.person.id, useReadable(companion.remote)).map(children)
}
