import type { Role } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { ROLE_ICONS } from '../forms/role-icons.ts'
import styles from './RoleList.module.css'

/** What somebody is invited as, each with what it means. */
export function RoleList({ roles }: { roles: readonly Role[] }) {
  const t = useTexts('roles')
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
