import { Store } from '@visita/call'
import {
  MessageCircle,
  Mic,
  MicOff,
  Microscope,
  MonitorUp,
  MonitorX,
  Paperclip,
  PenLine,
  PhoneOff,
  Settings2,
  Video as VideoIcon,
  VideoOff,
  UserPlus,
} from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { BarButton, useReadable } from '../../ui/index.ts'
import styles from './CallBar.module.css'
import { isCompanion, isHost } from './places.ts'
import type { PanelName } from './use-room-layout.ts'
import type { VisitModel } from './visit-model.ts'

interface CallBarProps {
  visit: VisitModel
  panel: PanelName | null
  onPanel: (name: PanelName) => void
  unread: number
  boardOpen: boolean
  onBoard: () => void
}

/* Before files and board are there nothing of them is new. */
const NO_NEWS = new Store(0)
const NO_BOARD = new Store(null)

/** The controls of the call, always in the same place and all in view, each a picture with its word. */
export function CallBar({ visit, panel, onPanel, unread, boardOpen, onBoard }: CallBarProps) {
  const t = useTexts('visit')
  const { media } = visit
  const several = useReadable(visit.companions).length > 1
  const works = !isCompanion(visit.seat.self)
  const work = useReadable(visit.work)
  const newFiles = useReadable(work?.files.news ?? NO_NEWS)
  const unseen = useReadable(work?.board.state ?? NO_BOARD)?.unseen ?? false
  return (
    <nav className={styles.bar} data-board={boardOpen} aria-label={t('controls')}>
      <MicrophoneButton visit={visit} />
      <CameraButton visit={visit} />
      {works && (
        <BarButton icon={PenLine} badge={unseen ? 1 : 0} aria-pressed={boardOpen} onClick={onBoard}>
          {t('board')}
        </BarButton>
      )}
      <BarButton
        icon={MessageCircle}
        badge={unread}
        aria-expanded={panel === 'chat'}
        onClick={() => onPanel('chat')}
      >
        {t('chat')}
      </BarButton>
      {works && (
        <BarButton
          icon={Paperclip}
          badge={newFiles}
          aria-expanded={panel === 'files'}
          onClick={() => onPanel('files')}
        >
          {t('files')}
        </BarButton>
      )}
      <div className={styles.further}>
        <SecondCameraButton visit={visit} onChoose={() => onPanel('devices')} />
        {media.canShareScreen && <ScreenButton visit={visit} />}
        {isHost(visit.seat.self) && (
          <BarButton
            icon={UserPlus}
            aria-expanded={panel === 'invite'}
            onClick={() => {
              void visit.invitations.look()
              onPanel('invite')
            }}
          >
            {t('invite')}
          </BarButton>
        )}
        <BarButton
          icon={Settings2}
          aria-expanded={panel === 'devices'}
          onClick={() => {
            void visit.devices.refresh()
            onPanel('devices')
          }}
        >
          {t('devices.title')}
        </BarButton>
      </div>
      <BarButton icon={PhoneOff} tone="danger" onClick={() => visit.end()}>
        {t(several ? (isHost(visit.seat.self) ? 'endForAll' : 'leave') : 'end')}
      </BarButton>
    </nav>
  )
}

function MicrophoneButton({ visit: { media } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const { microphone } = useReadable(media.sources)
  if (microphone.status !== 'live') {
    return (
      <BarButton icon={MicOff} tone="off" onClick={() => void media.openMicrophone()}>
        {t('unmute')}
      </BarButton>
    )
  }
  return (
    <BarButton
      icon={microphone.muted ? MicOff : Mic}
      tone={microphone.muted ? 'off' : 'plain'}
      onClick={() => media.setMuted('microphone', !microphone.muted)}
    >
      {t(microphone.muted ? 'unmute' : 'mute')}
    </BarButton>
  )
}

function CameraButton({ visit: { media } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const { camera } = useReadable(media.sources)
  const live = camera.status === 'live'
  return (
    <BarButton
      icon={live ? VideoIcon : VideoOff}
      tone={live ? 'plain' : 'off'}
      disabled={camera.status === 'asking'}
      onClick={() => (live ? media.stop('camera') : void media.openCamera())}
    >
      {t(live ? 'cameraTurnOff' : 'cameraTurnOn')}
    </BarButton>
  )
}

/** With one further camera it is one press; with several, or no face camera to tell it from, one chooses. */
function SecondCameraButton({ visit, onChoose }: { visit: VisitModel; onChoose: () => void }) {
  const t = useTexts('visit')
  const { camera, secondCamera } = useReadable(visit.media.sources)
  const { cameras } = useReadable(visit.devices.list)
  if (secondCamera.status === 'live') {
    return (
      <BarButton icon={Microscope} aria-pressed onClick={() => visit.media.stop('secondCamera')}>
        {t('secondCameraStop')}
      </BarButton>
    )
  }
  const faceId = camera.status === 'live' ? camera.track.getSettings().deviceId : undefined
  const others = cameras.filter(({ deviceId }) => deviceId !== faceId)
  const [only] = others
  return (
    <BarButton
      icon={Microscope}
      onClick={() =>
        only && faceId !== undefined && others.length === 1
          ? void visit.media.openSecondCamera(only.deviceId)
          : onChoose()
      }
    >
      {t('secondCamera')}
    </BarButton>
  )
}

function ScreenButton({ visit: { media } }: { visit: VisitModel }) {
  const t = useTexts('visit')
  const { screen } = useReadable(media.sources)
  const live = screen.status === 'live'
  return (
    <BarButton
      icon={live ? MonitorX : MonitorUp}
      aria-pressed={live}
      onClick={() => (live ? media.stop('screen') : void media.shareScreen())}
    >
      {t(live ? 'shareStop' : 'share')}
    </BarButton>
  )
}
