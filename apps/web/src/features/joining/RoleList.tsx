import type { Role } from '@visita/protocol'
import { useTranslation } from 'react-i18next'
import { ROLE_ICONS } from '../forms/role-icons.ts'
import styles from './RoleList.module.css'

/** What somebody is invited as, each with what it means. */
export function RoleList({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('roles')
  return (
    <ul className={styles.roles}>
      {roles.map((role) => {
        const Icon = ROLE_ICONS[role]
        return (
          <li key={role}>
            <Icon aria-hidden size={24} />
            <span>
              <strong>{t(`${role}.name`)}</strong>
              <span>{t(`${role}.means`)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
