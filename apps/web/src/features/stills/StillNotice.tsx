import type { LocalMedia, StillExchange } from '@visita/call'
import { Camera, Video } from 'lucide-react'
import { useState } from 'react'
import texts from '../../locales/en/stills.json'
import { textOf } from '../../platform/failures.ts'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import { takeStill } from './take-still.ts'
import { Underway } from './Underway.tsx'

addTexts('stills', texts)

interface StillNoticeProps {
  stills: StillExchange
  media: LocalMedia
  /** Of the other person. */
  name: string
  /** Rejects where it cannot be sent. */
  onPhoto: (photo: File) => Promise<void>
}

/** The other person asks for a sharp photo: nothing is taken before this one presses. */
export function StillNotice({ stills, media, name, onPhoto }: StillNoticeProps) {
  const t = useTexts('stills')
  const { asked } = useReadable(stills.state)
  const { camera, secondCamera } = useReadable(media.tracks)
  const [failed, setFailed] = useState(false)
  const track = secondCamera ?? camera
  if (asked === 'taking') return <Underway text={t('taking')} />
  if (asked === 'none') return failed ? <Failed onClose={() => setFailed(false)} /> : null
  const take = async (of: MediaStreamTrack): Promise<void> => {
    setFailed(false)
    const send = async (): Promise<void> =>
      onPhoto(fileOf(await takeStill(of), t('fileName', { time: clock() })))
    await stills.agree(send).catch(() => setFailed(true))
  }
  return (
    <Notice
      actions={
        <>
          {track === null ? (
            <Button tone="primary" icon={Video} onClick={() => void media.openCamera()}>
              {t('start')}
            </Button>
          ) : (
            <Button tone="primary" icon={Camera} onClick={() => void take(track)}>
              {t('take')}
            </Button>
          )}
          <Button onClick={() => stills.decline()}>{t('notNow')}</Button>
        </>
      }
    >
      {track === null ? t('askedDark', { name }) : t(secondCamera ? 'askedSecond' : 'asked', { name })}
    </Notice>
  )
}

function Failed({ onClose }: { onClose: () => void }) {
  const t = useTexts('stills')
  return (
    <Notice tone="problem" actions={<Button onClick={onClose}>{t('dismiss')}</Button>}>
      {t(textOf('still_failed'))}
    </Notice>
  )
}

const fileOf = (photo: Blob, name: string): File =>
  new File([photo], photo.type === 'image/png' ? `${name}.png` : `${name}.jpg`, { type: photo.type })

/** As it may stand in the name of a file. */
const clock = (): string =>
  new Date()
    .toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
    .replaceAll(':', '.')
