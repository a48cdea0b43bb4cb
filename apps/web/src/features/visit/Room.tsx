import type { Readable } from '@visita/call'
import { PenLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Notice, Button, useReadable } from '../../ui/index.ts'
import type { BoardModel } from '../board/board-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'
import { CallBar } from './CallBar.tsx'
import { CallHeader } from './CallHeader.tsx'
import { ChatPanel } from './ChatPanel.tsx'
import type { Companion } from './companion.ts'
import { Panel } from './Panel.tsx'
import {
  AskForStill,
  Board,
  DevicesPanel,
  FilesPanel,
  InvitationNotices,
  InvitePanel,
  LinePanel,
  SafetyPanel,
  StillNotice,
  UnheardNotice,
  useFetchAhead,
  WithWork,
} from './later-parts.tsx'
import { LineNotice } from './LineBars.tsx'
import { LostNotice } from './LostNotice.tsx'
import { OwnExtras } from './OwnExtras.tsx'
import { isCompanion } from './places.ts'
import { PluggedCamera } from './PluggedCamera.tsx'
import { RemoteStage } from './RemoteStage.tsx'
import styles from './Room.module.css'
import { SafetyButton } from './SafetyButton.tsx'
import { ShownNotice } from './ShownNotice.tsx'
import { StageTools } from './StageTools.tsx'
import { useComing } from './use-coming.ts'
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
  const companions = useReadable(visit.companions)
  const work = useReadable(visit.work)
  const names = namesOf(companions.map(({ person }) => person))
  const online = useReadable(socket).status === 'online'
  const coming = useComing(visit)
  const several = companions.length > 1
  const begun = useFetchAhead(companions[0].call)
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
    <main
      className={`${styles.room} neutral-ground`}
      data-panel={panel !== null}
      data-board={boardOpen}
      data-several={several}
    >
      <CallHeader
        visit={visit}
        socket={socket}
        details={{ open: panel === 'line', onPress: () => toggle('line') }}
      >
        <SafetyButton companions={companions} open={panel === 'safety'} onPress={() => toggle('safety')} />
      </CallHeader>
      <div className={styles.self}>
        <div className={styles.own}>
          <OwnPicture media={visit.media} />
        </div>
        <OwnExtras media={visit.media} />
        {several && <StageTools visit={visit} />}
      </div>
      <p className="visually-hidden" role="status">
        {unread > 0 && t('unread', { count: unread })}
      </p>
      <p className="visually-hidden" role="status">
        {coming}
      </p>
      <RemoteStage visit={visit} socket={socket} speakerId={speakerId} />
      <div className={styles.notices}>
        {coming !== null && (
          <p aria-hidden className={styles.coming}>
            {coming}
          </p>
        )}
        {several &&
          companions.map((companion) => (
            <LostNotice key={companion.person.id} companion={companion} online={online} />
          ))}
        {companions.map(({ person, line }, index) => (
          <LineNotice key={person.id} line={line} name={person.displayName} own={index === 0} />
        ))}
        <ShownNotice visit={visit} />
        <InvitationNews visit={visit} />
        <MediaProblems media={visit.media} />
        {begun && <UnheardNotice media={visit.media} />}
        <PluggedCamera visit={visit} />
        {companions.map((companion) => (
          <StillRequests key={companion.person.id} visit={visit} companion={companion} />
        ))}
        {work && !boardOpen && <BoardInvitation board={work.board} onOpen={layout.openBoard} />}
      </div>
      {boardOpen && (
        <div className={styles.board}>
          <WithWork visit={visit}>
            {({ board }) => <Board model={board} onClose={layout.toggleBoard} />}
          </WithWork>
        </div>
      )}
      {panel === 'chat' && <ChatPanel visit={visit} onClose={layout.closePanel} />}
      {panel === 'files' && (
        <Panel title={t('files')} onClose={layout.closePanel}>
          <WithWork visit={visit}>
            {({ files, board }) => (
              <FilesPanel
                files={files}
                peerName={names}
                onDrawOn={(picture) => {
                  layout.openBoard()
                  void board.drawOn(picture)
                }}
              >
                {companions
                  .filter(({ person }) => !isCompanion(person))
                  .map(({ person, stills }) => (
                    <AskForStill key={person.id} stills={stills} name={person.displayName} named={several} />
                  ))}
              </FilesPanel>
            )}
          </WithWork>
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
          <div className={styles.codes}>
            {companions.map(({ person, call }) => (
              <SafetyPanel
                key={person.id}
                call={call}
                peerName={person.displayName}
                named={several}
                onEnd={() => visit.end()}
              />
            ))}
          </div>
        </Panel>
      )}
      {panel === 'invite' && (
        <Panel title={t('invite')} onClose={layout.closePanel}>
          <InvitePanel invitations={visit.invitations} />
        </Panel>
      )}
      {panel === 'line' && (
        <Panel title={t('lineDetails')} onClose={layout.closePanel}>
          <div className={styles.codes}>
            {companions.map(({ person, call, line }) => (
              <LinePanel key={person.id} call={call} line={line} name={several ? person.displayName : null} />
            ))}
          </div>
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
function StillRequests({ visit, companion }: { visit: VisitModel; companion: Companion }) {
  const { asked } = useReadable(companion.stills.state)
  const [wasAsked, setWasAsked] = useState(false)
  if (asked !== 'none' && !wasAsked) setWasAsked(true)
  if (!wasAsked) return null
  return (
    <StillNotice
      stills={companion.stills}
      media={visit.media}
      name={companion.person.displayName}
      onPhoto={async (photo) => (await visit.openWork()).files.send([photo], companion.person.id)}
    />
  )
}

/** Fetched when there is somebody to be asked about, or something to be told. */
function InvitationNews({ visit }: { visit: VisitModel }) {
  const invited = useReadable(visit.invitations.invited)
  const news = useReadable(visit.invitations.news)
  return invited.length > 0 || news !== null ? <InvitationNotices visit={visit} /> : null
}

/** Says that the other person draws, while the board is not on screen. */
function BoardInvitation({ board, onOpen }: { board: BoardModel; onOpen: () => void }) {
  const t = useTexts('visit')
  const { unseen } = useReadable(board.state)
  const people = useReadable(board.people)
  if (!unseen) return null
  return (
    <Notice
      actions={
        <Button tone="primary" icon={PenLine} onClick={onOpen}>
          {t('boardOpen')}
        </Button>
      }
    >
      {t('boardDrawn', { name: namesOf(people) })}
    </Notice>
  )
}
