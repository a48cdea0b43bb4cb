import { mayEver, type Role } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { OpenVisit } from '../lobby/OpenVisit.tsx'
import type { AppModel, Stage } from '../app/app-model.ts'
import { usePhotoOutbox } from '../photos/use-outbox.ts'
import { chime } from '../queue/chime.ts'
import { QueueModel } from '../queue/queue-model.ts'
import { AccessBanner } from './AccessBanner.tsx'
import { AccessNews } from './access-news.ts'
import { AccessNotices } from './AccessNotices.tsx'
import { Header } from './Header.tsx'
import styles from './Home.module.css'
import { Navigation } from './Navigation.tsx'
import { isInNavigation, pagesFor, type Page, type PageProps } from './pages.ts'
import { ProofDialog } from './ProofDialog.tsx'
import { NoSuchPage } from './Standins.tsx'

interface HomeProps {
  model: AppModel
  stage: Extract<Stage, { at: 'home' }>
}

/** Around the pages of somebody who is signed in: where one is, who one is, and the way out. */
export function Home({ model, stage: { signedIn, clinic, problem } }: HomeProps) {
  const pages = pagesFor(signedIn.roles, clinic)
  const [first] = pages
  const queue = useQueue(model, signedIn.roles)
  const waiting = useReadable(queue.state)
  const count = waiting.status === 'listed' ? waiting.requests.length : 0
  const [news] = useState(
    () => new AccessNews({ socket: model.socket, roles: signedIn.roles, now: () => Date.now() }),
  )
  useEffect(() => news.follow(), [news])
  const outbox = usePhotoOutbox(model.socket, signedIn.self.id)
  const props: PageProps = { model, signedIn, clinic, queue, news, outbox }
  // Another address is another page, also where it is the same page about another person.
  const [address] = useLocation()
  return (
    <div className={styles.home}>
      <AccessBanner news={news} way />
      <Header model={model} signedIn={signedIn} clinic={clinic} outbox={outbox} />
      <Navigation pages={pages.filter(isInNavigation)} waiting={count} />
      <main className={styles.main}>
        <RefusalNotice code={problem} />
        <OpenVisit model={model} />
        <AccessNotices news={news} />
        <Switch>
          {pages.map((page) => (
            <Route key={page.path} path={page.path}>
              <Opened key={address} page={page} props={props} waiting={count} />
            </Route>
          ))}
          <Route path="/">{first && <Redirect to={first.path} replace />}</Route>
          <Route>
            <NoSuchPage />
          </Route>
        </Switch>
      </main>
      <ProofDialog proof={model.proof} roles={signedIn.roles} hospital={clinic.hospitalLogin} />
    </div>
  )
}

/** Whoever sees the queue hears of it on every page: a doctor reads a record while somebody comes. */
function useQueue(model: AppModel, roles: readonly Role[]): QueueModel {
  const [queue] = useState(() => new QueueModel(model))
  const isTheirs = mayEver(roles, 'request.see_queue')
  useEffect(() => {
    if (!isTheirs) return undefined
    const stopChime = queue.on('arrived', chime)
    const stop = queue.start()
    return () => {
      stop()
      stopChime()
    }
  }, [queue, isTheirs])
  return queue
}

interface OpenedProps {
  page: Page
  props: PageProps
  /** How many wait, for the window's title. */
  waiting: number
}

function Opened({ page: { title, Component }, props, waiting }: OpenedProps) {
  const t = useTexts('home')
  useEffect(() => {
    const count = waiting > 0 ? `(${waiting}) ` : ''
    document.title = `${count}${t(`pages.${title}`)} – ${props.clinic.name ?? t('app:name')}`
    return () => {
      document.title = t('app:name')
    }
  }, [title, waiting, props.clinic.name, t])
  useEffect(() => {
    // No value: in newer browsers it has one, which React would take for the way to undo it.
    window.scrollTo(0, 0)
  }, [])
  return <Component {...props} />
}
