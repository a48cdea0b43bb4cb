import { ROLES, type Role } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { Choice } from '../../ui/index.ts'
import styles from './People.module.css'

interface RoleChoiceProps {
  roles: readonly Role[]
  choose: (roles: readonly Role[]) => void
  problem: string | null
}

/** What somebody may do here: each role with one sentence on what it means. */
export function RoleChoice({ roles, choose, problem }: RoleChoiceProps) {
  const t = useTexts('people')
  return (
    <fieldset className={styles.choices}>
      <legend>{t('roles')}</legend>
      {ROLES.map((role) => (
        <Choice
          key={role}
          label={t(`roles:${role}.name`)}
          hint={t(`roles:${role}.means`)}
          checked={roles.includes(role)}
          onChange={({ target }) =>
            choose(ROLES.filter((each) => (each === role ? target.checked : roles.includes(each))))
          }
        />
      ))}
      <p className={styles.problem} aria-live="polite">
        {problem}
      </p>
    </fieldset>
  )
}
