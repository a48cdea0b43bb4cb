import { CheckCheck, Undo2, Users } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import { Button, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import type { EndedVisit } from '../app/visit-door.ts'
import styles from './Ended.module.css'
import { KeptRecord } from './KeptRecord.tsx'
import { useDuration } from './use-duration.ts'

interface EndedProps {
  model: AppModel
  stage: Extract<Stage, { at: 'ended' }>
}

/** What happened, what was kept, and the way back for two minutes (B3, B33). */
export function Ended({ model, stage }: EndedProps) {
  const t = useTexts('ended')
  const { ended, peerIsBack, problem } = stage
  const { visit, end } = ended
  const { returnWindow } = visit.seat
  const companion = model.session.companion !== null
  const name = namesOf(visit.companions.get().map(({ person }) => person))
  // Whoever left a visit that goes on comes back by an invitation, and so does who came by one.
  const returnable =
    useUntil(end.endedAt + returnWindow) && end.reason !== 'left' && visit.seat.self.place < 2
  const until = new Date(end.endedAt + returnWindow)
  const time = until.toLocaleTimeString([], { timeStyle: 'short' })
  // Whoever ended the visit on purpose is done; whoever fell out of it wants back in.
  const returnFirst = returnable && (peerIsBack || end.reason !== 'ended')
  return (
    <main className={styles.page}>
      <PageTitle>{t(`title.${titleOf(ended)}`, { name })}</PageTitle>
      {end.reason === 'lost' && <p>{t('lost', { name })}</p>}
      {end.reason === 'left' && <p>{t('left', { name })}</p>}
      <p>{t('duration', { name, duration: useDuration(end.endedAt - visit.startedAt) })}</p>
      <p className={styles.quiet}>{t('released')}</p>
      {peerIsBack && returnable && <Notice tone="info">{t('peerIsBack', { name })}</Notice>}
      {problem && <Notice tone="problem">{t([`problem.${problem}`, 'problem.other'], { name })}</Notice>}
      <div className={styles.actions}>
        <Button
          tone={returnFirst ? 'quiet' : 'primary'}
          icon={Users}
          onClick={() => (companion ? void model.leave() : model.goOn())}
        >
          {t(companion || model.session.byLink ? 'done' : model.session.signedIn ? 'home' : 'lobby')}
        </Button>
        {returnable && (
          <Button
            tone={returnFirst ? 'primary' : 'quiet'}
            icon={Undo2}
            onClick={() => void model.returnTo(ended)}
          >
            {t('return')}
          </Button>
        )}
      </div>
      {returnable && <p className={styles.quiet}>{t('returnHint', { time, name })}</p>}
      <Keeping ended={ended} readable={!companion} />
    </main>
  )
}

/** Saving first; then what the record holds, read back from the server. */
function Keeping({ ended: { visit, end }, readable }: { ended: EndedVisit; readable: boolean }) {
  const t = useTexts('ended')
  const { waiting, failed } = useReadable(visit.keeper.state)
  return (
    <section className={styles.kept} aria-labelledby="kept-title">
      <h2 id="kept-title">{t('kept.title')}</h2>
      {waiting > 0 ? (
        <div role="status">
          <p>{t('saving', { count: waiting })}</p>
          <Progress label={t('saving', { count: waiting })} />
        </div>
      ) : (
        failed === 0 && (
          <p role="status" className={styles.saved}>
            <CheckCheck aria-hidden size={22} />
            {t('saved')}
          </p>
        )
      )}
      {failed > 0 && <Notice tone="problem">{t('failed', { count: failed })}</Notice>}
      {readable && waiting === 0 && (
        <KeptRecord
          visitId={visit.seat.visitId}
          selfId={visit.seat.self.id}
          settledAt={end.endedAt + visit.seat.returnWindow}
        />
      )}
    </section>
  )
}

function titleOf({ visit, end }: EndedVisit): string {
  if (end.reason === 'left') return 'left'
  if (end.reason === 'lost' || end.by === null) return 'lost'
  const mine = end.by === visit.seat.self.id
  if (end.reason === 'page_closed') return mine ? 'closedByYou' : 'closedByPeer'
  return mine ? 'byYou' : 'byPeer'
}

/** True until the clock passes `instant` (epoch milliseconds). */
function useUntil(instant: number): boolean {
  const [before, setBefore] = useState(() => Date.now() < instant)
  useEffect(() => {
    const timer = setTimeout(() => setBefore(false), Math.max(0, instant - Date.now()))
    return () => clearTimeout(timer)
  }, [instant])
  return before
}
