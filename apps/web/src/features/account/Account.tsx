import { useTexts } from '../../platform/i18n.ts'
import { PageTitle } from '../../ui/index.ts'
import type { PageProps } from '../home/pages.ts'
import styles from './Account.module.css'
import { ChangePassword } from './ChangePassword.tsx'
import { OwnFactors } from './OwnFactors.tsx'
import { OwnHospitalLogin } from './OwnHospitalLogin.tsx'
import { OwnSessions } from './OwnSessions.tsx'

/** What somebody changes about their own account. */
export function Account({ model, signedIn, clinic }: PageProps) {
  const t = useTexts('account')
  const roles = signedIn.roles.map((role) => t(`roles:${role}.name`)).join(', ')
  return (
    <div className={styles.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        <p className={styles.quiet}>{t('lead', { name: signedIn.self.displayName, roles })}</p>
      </div>
      <OwnSessions />
      <ChangePassword />
      <OwnFactors model={model} />
      {clinic.hospitalLogin !== null && <OwnHospitalLogin name={clinic.hospitalLogin} />}
    </div>
  )
}
