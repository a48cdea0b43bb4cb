import type { Person } from '@visita/protocol'
import { Armchair, Camera, Hourglass, Image, Phone, PhoneCall, UserRoundPen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Button, Notice, PageTitle, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { AppModel } from '../app/app-model.ts'
import { MediaProblems } from '../media/MediaProblems.tsx'
import { OwnPicture } from '../media/OwnPicture.tsx'
import styles from './Lobby.module.css'
import type { LobbyModel } from './lobby-model.ts'
import { OpenVisit } from './OpenVisit.tsx'

/** The page of guests: the people here, and whom these know one as (A4, A5). */
export function Lobby({ model, problem }: { model: AppModel; problem: RefusalCode | null }) {
  const t = useTexts('lobby')
  const { self } = useReadable(model.lobby.state)
  return (
    <main className={styles.page}>
      <LobbyContent model={model} news={<OpenVisit model={model} />}>
        {self && (
          <div className={styles.self}>
            <p>{t('you', { name: self.displayName })}</p>
            <Button icon={UserRoundPen} onClick={() => void model.leave()}>
              {t('leave')}
            </Button>
          </div>
        )}
        <RefusalNotice code={problem} />
      </LobbyContent>
    </main>
  )
}

interface LobbyContentProps {
  model: AppModel
  /** Stands above the page. */
  news?: ReactNode
  /** Stands beneath one's own picture. */
  children?: ReactNode
}

/** Who is here, with a button to call each available person; own camera above the list. */
export function LobbyContent({ model, news, children }: LobbyContentProps) {
  const t = useTexts('lobby')
  const { others } = useReadable(model.lobby.state)
  const { camera, microphone } = useReadable(model.media.sources)
  return (
    <div className={styles.content}>
      <div className={styles.news}>
        <LobbyNotice lobby={model.lobby} />
        {news}
      </div>
      <aside className={styles.side}>
        <div className={styles.own}>
          <OwnPicture media={model.media} />
        </div>
        {camera.status === 'off' && microphone.status === 'off' && (
          <Button icon={Camera} wide onClick={() => void model.openFace()}>
            {t('identify:prepare.turnOn')}
          </Button>
        )}
        {children}
        <MediaProblems media={model.media} />
        <section aria-labelledby="people-title">
          <PageTitle id="people-title">{t('title')}</PageTitle>
          {others.length === 0 ? (
            <div className={styles.empty}>
              <strong>{t('empty.title')}</strong>
              <p>{t('empty.text')}</p>
            </div>
          ) : (
            <ul className={styles.people}>
              {others.map((person) => (
                <PersonRow key={person.id} person={person} lobby={model.lobby} />
              ))}
            </ul>
          )}
        </section>
      </aside>
      <section className={styles.guide}>
        <h2>{t('guide.title')}</h2>
        <p>{t('guide.text')}</p>
        <ul>
          <li>
            <Hourglass aria-hidden />
            {t('guide.open')}
          </li>
          <li>
            <Armchair aria-hidden />
            {t('guide.silent')}
          </li>
          <li>
            <Image aria-hidden />
            {t('guide.photo')}
          </li>
        </ul>
      </section>
    </div>
  )
}

function PersonRow({ person, lobby }: { person: Person; lobby: LobbyModel }) {
  const t = useTexts('lobby')
  return (
    <li className={styles.person} data-availability={person.availability}>
      <span className={styles.name}>{person.displayName}</span>
      <span className={styles.state}>
        {person.availability !== 'available' && <PhoneCall aria-hidden size={18} />}
        {t(person.availability)}
      </span>
      {person.availability === 'available' && (
        <Button
          tone="primary"
          icon={Phone}
          aria-label={t('call', { name: person.displayName })}
          onClick={() => void lobby.call(person)}
        >
          {t('callShort')}
        </Button>
      )}
    </li>
  )
}

function LobbyNotice({ lobby }: { lobby: LobbyModel }) {
  const t = useTexts('lobby')
  const { notice } = useReadable(lobby.state)
  if (!notice) return null
  const { side, what, name } = notice
  return (
    <Notice actions={<Button onClick={() => lobby.dismissNotice()}>{t('notice.dismiss')}</Button>}>
      {t([`notice.${side}.${what}`, `notice.${side}.other`], { name })}
    </Notice>
  )
}
