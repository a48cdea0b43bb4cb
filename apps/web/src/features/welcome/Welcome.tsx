import { ChevronRight, KeyRound, Link2, Lock, LogIn, Stethoscope, type LucideIcon } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { useFragment } from '../../platform/use-fragment.ts'
import { Notice, PageTitle } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { HospitalDoor, SignIn, SignUp } from '../app/later-pages.tsx'
import { NameForm } from '../identify/NameForm.tsx'
import styles from './Welcome.module.css'

interface WelcomeProps {
  model: AppModel
  stage: Extract<Stage, { at: 'welcome' }>
}

/** The first page, while nobody is signed in: by door, or with a name where the clinic's lobby is open. */
export function Welcome({ model, stage }: WelcomeProps) {
  const fragment = useFragment()
  if (fragment === 'sign-in' || fragment === 'staff') {
    return <SignIn model={model} stage={stage} door={fragment === 'staff' ? 'staff' : 'patient'} />
  }
  if (fragment === 'sign-up' && stage.clinic.selfSignUp) return <SignUp model={model} />
  return <Entrance model={model} stage={stage} />
}

function Entrance({ model, stage: { clinic, signedOut } }: WelcomeProps) {
  const t = useTexts('welcome')
  const isOpen = clinic.lobby === 'open'
  return (
    <main className={styles.page} data-lobby={isOpen}>
      <section className={styles.intro}>
        <p className={styles.brand}>
          <img src="/icon.svg" alt="" width={36} height={36} />
          {t('app:name')}
        </p>
        <PageTitle>{clinic.name === null ? t('title') : t('titleOf', { clinic: clinic.name })}</PageTitle>
        <p className={styles.lead}>{t('lead')}</p>
        {signedOut !== null && (
          <Notice
            actions={
              <a className={styles.again} href="#sign-in">
                <LogIn aria-hidden size={22} />
                {t('signedOut.again')}
              </a>
            }
          >
            {t(`signedOut.${signedOut}`)}
          </Notice>
        )}
      </section>
      {isOpen && <NameForm identify={(name) => model.identify(name)} />}
      <section className={styles.ways}>
        {!clinic.setUp && <Doors />}
        {clinic.hospitalLogin !== null && <HospitalDoor name={clinic.hospitalLogin} />}
        <p className={styles.aside}>
          <Lock aria-hidden size={20} />
          {t('privacy')}
        </p>
        {clinic.setUp && (
          <p className={styles.aside}>
            <KeyRound aria-hidden size={20} />
            {t('setUp')}
          </p>
        )}
      </section>
    </main>
  )
}

function Doors() {
  const t = useTexts('welcome')
  return (
    <nav className={styles.doors} aria-label={t('signIn')}>
      <Door icon={Link2} to="sign-in" title={t('patient.door')} text={t('patient.text')} />
      <Door icon={Stethoscope} to="staff" title={t('staff.door')} text={t('staff.text')} />
    </nav>
  )
}

interface DoorProps {
  icon: LucideIcon
  to: string
  title: string
  text: string
}

function Door({ icon: Icon, to, title, text }: DoorProps) {
  return (
    <a className={styles.door} href={`#${to}`}>
      <Icon aria-hidden size={28} />
      <span className={styles.words}>
        <strong>{title}</strong>
        <span>{text}</span>
      </span>
      <ChevronRight aria-hidden size={24} />
    </a>
  )
}
