import type { Readable } from '@visita/call'
import type { VideoRole } from '@visita/protocol'
import { MicOff, PictureInPicture2, VideoOff, Volume2 } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, useReadable, Video } from '../../ui/index.ts'
import { BreakNotice } from './BreakNotice.tsx'
import styles from './RemoteStage.module.css'
import { useThaw } from './use-thaw.ts'
import type { VisitModel } from './visit-model.ts'

interface RemoteStageProps {
  visit: VisitModel
  socket: Readable<SocketState>
  speakerId: string | null
}

/** What comes from the other person: the face, and beside it their second camera or screen (A17). */
export function RemoteStage({ visit, socket, speakerId }: RemoteStageProps) {
  const t = useTexts('visit')
  const { tracks, media } = useReadable(visit.call.remote)
  const [playNow, setPlayNow] = useState<(() => void) | null>(null)
  const face = useRef<HTMLVideoElement | null>(null)
  useThaw(visit.call, face, tracks.camera)
  const onBlocked = useCallback((play: () => void) => setPlayNow(() => play), [])
  const name = visit.peer.displayName
  const shown = (role: VideoRole): boolean => tracks[role] !== null && media?.[role] === 'live'
  // Until they have said what they send, the picture is shown as it comes.
  const faceShown = media === null || media.camera === 'live'
  const extras = (['secondCamera', 'screen'] as const).filter(shown)
  const extraLabel = { secondCamera: 'remoteSecond', screen: 'remoteScreen' } as const

  return (
    <section className={styles.stage} data-tiles={extras.length + 1} aria-label={t('with', { name })}>
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
        <BreakNotice visit={visit} socket={socket} />
        <div className={styles.marks}>
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
      {playNow && (
        <div className={styles.blocked} role="alert">
          <p>{t(textOf('sound_blocked'))}</p>
          <Button
            tone="primary"
            icon={Volume2}
            onClick={() => {
              playNow()
              setPlayNow(null)
            }}
          >
            {t('playSound')}
          </Button>
        </div>
      )}
    </section>
  )
}

async function togglePictureInPicture(video: HTMLVideoElement | null): Promise<void> {
  // Refused while the element has no picture yet: then there is nothing to show small either.
  if (document.pictureInPictureElement) await document.exitPictureInPicture().catch(() => undefined)
  else await video?.requestPictureInPicture().catch(() => undefined)
}
