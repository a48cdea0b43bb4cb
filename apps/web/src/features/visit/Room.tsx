import type { Readable } from '@visita/call'
import { PenLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Notice, Button, useReadable } from '../../ui/index.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'
import { CallBar } from './CallBar.tsx'
import { CallHeader } from './CallHeader.tsx'
import { ChatPanel } from './ChatPanel.tsx'
import { Panel } from './Panel.tsx'
import {
  AskForStill,
  Board,
  DevicesPanel,
  FilesPanel,
  LinePanel,
  SafetyPanel,
  StillNotice,
  UnheardNotice,
  useFetchAhead,
} from './later-parts.tsx'
import { LineNotice } from './LineBars.tsx'
import { OwnExtras } from './OwnExtras.tsx'
import { PluggedCamera } from './PluggedCamera.tsx'
import { RemoteStage } from './RemoteStage.tsx'
import styles from './Room.module.css'
import { SafetyButton } from './SafetyButton.tsx'
import { useRoomLayout, type PanelName } from './use-room-layout.ts'
import type { VisitModel } from './visit-model.ts'

interface RoomProps {
  visit: VisitModel
  socket: Readable<SocketState>
}

/** The visit: the other person large, oneself at the left, and the work beside them (A6, A13, B9). */
export function Room({ visit, socket }: RoomProps) {
  const t = useTexts('visit')
  const { panel, boardOpen, ...layout } = useRoomLayout()
  const begun = useFetchAhead(visit.call)
  const [speakerId, setSpeakerId] = useState<string | null>(null)
  const [unread, setUnread] = useState(0)
  const toggle = (name: PanelName): void => {
    layout.togglePanel(name)
    if (name === 'chat') setUnread(0)
  }
  const chatOpen = panel === 'chat'
  useEffect(() => {
    if (chatOpen) return undefined
    return visit.chat.on('arrived', () => setUnread((count) => count + 1))
  }, [visit, chatOpen])
  return (
    <main className={`${styles.room} neutral-ground`} data-panel={panel !== null} data-board={boardOpen}>
      <CallHeader
        visit={visit}
        socket={socket}
        details={{ open: panel === 'line', onPress: () => toggle('line') }}
      >
        <SafetyButton call={visit.call} open={panel === 'safety'} onPress={() => toggle('safety')} />
      </CallHeader>
      <div className={styles.self}>
        <div className={styles.own}>
          <OwnPicture media={visit.media} />
        </div>
        <OwnExtras media={visit.media} />
      </div>
      <p className="visually-hidden" role="status">
        {unread > 0 && t('unread', { count: unread })}
      </p>
      <RemoteStage visit={visit} socket={socket} speakerId={speakerId} />
      <div className={styles.notices}>
        <LineNotice line={visit.line} name={visit.peer.displayName} />
        <MediaProblems media={visit.media} />
        {begun && <UnheardNotice media={visit.media} />}
        <PluggedCamera visit={visit} />
        <StillRequests visit={visit} />
        {!boardOpen && <BoardInvitation visit={visit} onOpen={layout.openBoard} />}
      </div>
      {boardOpen && (
        <div className={styles.board}>
          <Board model={visit.board} onClose={layout.toggleBoard} />
        </div>
      )}
      {panel === 'chat' && <ChatPanel visit={visit} onClose={layout.closePanel} />}
      {panel === 'files' && (
        <Panel title={t('files')} onClose={layout.closePanel}>
          <FilesPanel
            files={visit.files}
            peerName={visit.peer.displayName}
            onDrawOn={(picture) => {
              layout.openBoard()
              void visit.board.drawOn(picture)
            }}
          >
            <AskForStill stills={visit.stills} name={visit.peer.displayName} />
          </FilesPanel>
        </Panel>
      )}
      {panel === 'devices' && (
        <DevicesPanel
          visit={visit}
          speakerId={speakerId}
          onSpeaker={setSpeakerId}
          onClose={layout.closePanel}
        />
      )}
      {panel === 'safety' && (
        <Panel title={t('safety')} onClose={layout.closePanel}>
          <SafetyPanel call={visit.call} peerName={visit.peer.displayName} onEnd={() => visit.end()} />
        </Panel>
      )}
      {panel === 'line' && (
        <Panel title={t('details.title')} onClose={layout.closePanel}>
          <LinePanel call={visit.call} />
        </Panel>
      )}
      <CallBar
        visit={visit}
        panel={panel}
        onPanel={toggle}
        unread={unread}
        boardOpen={boardOpen}
        onBoard={layout.toggleBoard}
      />
    </main>
  )
}

/** What asks for a photo is fetched with the first question, and stays for what becomes of it. */
function StillRequests({ visit }: { visit: VisitModel }) {
  const { asked } = useReadable(visit.stills.state)
  const [wasAsked, setWasAsked] = useState(false)
  if (asked !== 'none' && !wasAsked) setWasAsked(true)
  if (!wasAsked) return null
  return (
    <StillNotice
      stills={visit.stills}
      media={visit.media}
      name={visit.peer.displayName}
      onPhoto={(photo) => visit.files.send([photo])}
    />
  )
}

/** Says that the other person draws, while the board is not on screen. */
function BoardInvitation({ visit, onOpen }: { visit: VisitModel; onOpen: () => void }) {
  const t = useTexts('visit')
  const { unseen } = useReadable(visit.board.state)
  if (!unseen) return null
  return (
    <Notice
      actions={
        <Button tone="primary" icon={PenLine} onClick={onOpen}>
          {t('boardOpen')}
        </Button>
      }
    >
      {t('boardDrawn', { name: visit.peer.displayName })}
    </Notice>
  )
}
