import type { Readable } from '@visita/call'
import type { Picture } from '@visita/protocol'
import { MicOff, PictureInPicture2, VideoOff } from 'lucide-react'
import { useRef } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, useReadable, Video } from '../../ui/index.ts'
import { BreakNotice } from './BreakNotice.tsx'
import type { Companion } from './companion.ts'
import { LargeButtons } from './LargeButtons.tsx'
import styles from './RemoteStage.module.css'
import { useThaw } from './use-thaw.ts'
import type { VisitModel } from './visit-model.ts'

interface PictureTileProps {
  picture: Picture
  companion: Companion
  visit: VisitModel
  /** More than two are in the visit: each picture says whose it is. */
  several: boolean
  /** How many pictures there are. */
  among: number
  large: boolean
  socket: Readable<SocketState>
  speakerId: string | null
  onBlocked: (play: () => void) => void
}

const LABELS = { camera: 'remotePicture', secondCamera: 'remoteSecond', screen: 'remoteScreen' } as const

/** One picture that comes from somebody, and what belongs to it. */
export function PictureTile(props: PictureTileProps) {
  const { picture, companion, visit, several, among, large } = props
  const t = useTexts('visit')
  const { pictures } = visit
  const shown = useReadable(pictures.shown)
  const name = companion.person.displayName
  return (
    <div className={styles.tile} data-role={picture.role} data-large={large}>
      {picture.role === 'camera' ? <Face {...props} /> : <Extra {...props} />}
      {among > 1 && !large && shown === null && (
        <button
          type="button"
          className={styles.enlarge}
          aria-label={t(`pictures.enlarge.${picture.role}`, { name })}
          onClick={() => pictures.pinned.set(picture)}
        />
      )}
      {large && <LargeButtons picture={picture} pictures={pictures} several={several} />}
    </div>
  )
}

function Extra({ picture: { role }, companion }: PictureTileProps) {
  const t = useTexts('visit')
  const { tracks } = useReadable(companion.remote)
  return (
    <Video
      video={tracks[role]}
      label={t(LABELS[role], { name: companion.person.displayName })}
      fit="contain"
    />
  )
}

function Face({ companion, several, socket, speakerId, onBlocked }: PictureTileProps) {
  const t = useTexts('visit')
  const { tracks, media } = useReadable(companion.remote)
  const face = useRef<HTMLVideoElement | null>(null)
  useThaw(companion, face, tracks.camera)
  const name = companion.person.displayName
  // Until they have said what they send, the picture is shown as it comes.
  const faceShown = media === null || media.camera === 'live'
  return (
    <>
      <Video
        ref={(element) => {
          face.current = element
        }}
        video={tracks.camera}
        audio={tracks.microphone}
        label={t(LABELS.camera, { name })}
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
      <BreakNotice companion={companion} socket={socket} brief={several} />
      <div className={styles.marks}>
        {several && <span className={styles.mark}>{name}</span>}
        {media && media.microphone !== 'live' && (
          <span className={styles.mark}>
            <MicOff aria-hidden size={18} />
            <span className={styles.words}>
              {t(media.microphone === 'muted' ? 'microphoneMuted' : 'microphoneNone', { name })}
            </span>
          </span>
        )}
        {document.pictureInPictureEnabled && faceShown && (
          <Button icon={PictureInPicture2} onClick={() => void togglePictureInPicture(face.current)}>
            {t('pip')}
          </Button>
        )}
      </div>
    </>
  )
}

async function togglePictureInPicture(video: HTMLVideoElement | null): Promise<void> {
  // Refused while the element has no picture yet: then there is nothing to show small either.
  if (document.pictureInPictureElement) await document.exitPictureInPicture().catch(() => undefined)
  else await video?.requestPictureInPicture().catch(() => undefined)
}
