import { useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Notice } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
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
  const t = useTexts('home')
  const pages = pagesFor(signedIn.roles, clinic)
  const [first] = pages
  const props: PageProps = { model, signedIn, clinic }
  // Another address is another page, also where it is the same page about another person.
  const [address] = useLocation()
  return (
    <div className={styles.home}>
      <Header model={model} signedIn={signedIn} clinic={clinic} />
      <Navigation pages={pages.filter(isInNavigation)} />
      <main className={styles.main}>
        {problem && <Notice tone="problem">{t([`errors:${problem}`, 'errors:other'])}</Notice>}
        <Switch>
          {pages.map((page) => (
            <Route key={page.path} path={page.path}>
              <Opened key={address} page={page} props={props} />
            </Route>
          ))}
          <Route path="/">{first && <Redirect to={first.path} replace />}</Route>
          <Route>
            <NoSuchPage />
          </Route>
        </Switch>
      </main>
      <ProofDialog proof={model.proof} roles={signedIn.roles} />
    </div>
  )
}

function Opened({ page: { title, Component }, props }: { page: Page; props: PageProps }) {
  const t = useTexts('home')
  useEffect(() => {
    document.title = `${t(`pages.${title}`)} – ${props.clinic.name ?? t('app:name')}`
    window.scrollTo(0, 0)
    return () => {
      document.title = t('app:name')
    }
  }, [title, props.clinic.name, t])
  return <Component {...props} />
}
