import type { Readable } from '@visita/call'
import type { VideoRole } from '@visita/protocol'
import { MicOff, PictureInPicture2, VideoOff, Volume2 } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, useReadable, Video } from '../../ui/index.ts'
import { BreakNotice } from './BreakNotice.tsx'
import type { Companion } from './companion.ts'
import styles from './RemoteStage.module.css'
import { useThaw } from './use-thaw.ts'
import type { VisitModel } from './visit-model.ts'

interface RemoteStageProps {
  visit: VisitModel
  socket: Readable<SocketState>
  speakerId: string | null
}

/** What comes from the others: each one's face, and beside it their second camera or screen (A17, B26). */
export function RemoteStage({ visit, socket, speakerId }: RemoteStageProps) {
  const t = useTexts('visit')
  const companions = useReadable(visit.companions)
  const [blocked, setBlocked] = useState<readonly (() => void)[]>([])
  const onBlocked = useCallback((play: () => void) => setBlocked((plays) => [...plays, play]), [])
  const several = companions.length > 1
  const name = namesOf(companions.map(({ person }) => person))
  return (
    <section className={styles.stage} data-several={several} aria-label={t('with', { name })}>
      {companions.map((companion) => (
        <RemotePerson
          key={companion.person.id}
          companion={companion}
          named={several}
          socket={socket}
          speakerId={speakerId}
          onBlocked={onBlocked}
        />
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

interface RemotePersonProps {
  companion: Companion
  /** Where there are several, each picture says whose it is. */
  named: boolean
  socket: Readable<SocketState>
  speakerId: string | null
  onBlocked: (play: () => void) => void
}

function RemotePerson({ companion, named, socket, speakerId, onBlocked }: RemotePersonProps) {
  const { call, person } = companion
  const t = useTexts('visit')
  const { tracks, media } = useReadable(call.remote)
  const face = useRef<HTMLVideoElement | null>(null)
  useThaw(call, face, tracks.camera)
  const name = person.displayName
  const shown = (role: VideoRole): boolean => tracks[role] !== null && media?.[role] === 'live'
  // Until they have said what they send, the picture is shown as it comes.
  const faceShown = media === null || media.camera === 'live'
  const extras = (['secondCamera', 'screen'] as const).filter(shown)
  const extraLabel = { secondCamera: 'remoteSecond', screen: 'remoteScreen' } as const
  return (
    <>
      <div className={styles.tile} data-role="camera">
        <Video
          ref={(element) => {
            face.current = element
          }}
          video={tracks.camera}
          audio={tracks.microphone}
          label={t('remotePicture', { name })}
          // What is cut away may be what the doctor looks for.
          fit="contain"
          speakerId={speakerId}
          onBlocked={onBlocked}
        />
        {!faceShown && (
          <p className={styles.veil}>
            <VideoOff aria-hidden size={32} />
            {t('cameraOff', { name })}
          </p>
        )}
        <BreakNotice companion={companion} socket={socket} />
        <div className={styles.marks}>
          {named && <span className={styles.mark}>{name}</span>}
          {media && media.microphone !== 'live' && (
            <span className={styles.mark}>
              <MicOff aria-hidden size={18} />
              {t(media.microphone === 'muted' ? 'microphoneMuted' : 'microphoneNone', { name })}
            </span>
          )}
          {document.pictureInPictureEnabled && faceShown && (
            <Button icon={PictureInPicture2} onClick={() => void togglePictureInPicture(face.current)}>
              {t('pip')}
            </Button>
          )}
        </div>
      </div>
      {extras.map((role) => (
        <div key={role} className={styles.tile} data-role={role}>
          <Video video={tracks[role]} label={t(extraLabel[role], { name })} fit="contain" />
        </div>
      ))}
    </>
  )
}

async function togglePictureInPicture(video: HTMLVideoElement | null): Promise<void> {
  // Refused while the element has no picture yet: then there is nothing to show small either.
  if (document.pictureInPictureElement) await document.exitPictureInPicture().catch(() => undefined)
  else await video?.requestPictureInPicture().catch(() => undefined)
}
