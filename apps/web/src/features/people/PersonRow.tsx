import { isStaff } from '@visita/protocol'
import {
  ChevronDown,
  ChevronUp,
  KeyRound,
  ShieldAlert,
  ShieldCheck,
  UserRoundX,
  type LucideIcon,
} from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import { ChangePerson } from './ChangePerson.tsx'
import styles from './People.module.css'
import type { AccountHolder, PeopleModel } from './people-model.ts'

interface PersonRowProps {
  person: AccountHolder
  model: PeopleModel
  /** Nobody changes their own rights: whoever locked themselves out might leave nobody to let them in. */
  isSelf: boolean
}

export function PersonRow({ person, model, isSelf }: PersonRowProps) {
  const t = useTexts('people')
  const [open, setOpen] = useState(false)
  const { displayName, login, roles, status } = person
  return (
    <li className={styles.person} data-status={status}>
      <div className={styles.row}>
        <div className={styles.who}>
          <strong>{displayName}</strong>
          <span>{login}</span>
        </div>
        <p className={styles.roles}>{roles.map((role) => t(`roles:${role}.name`)).join(', ')}</p>
        <AccountMark person={person} />
        {isSelf ? (
          <p className={styles.self}>{t('self')}</p>
        ) : (
          <Button
            icon={open ? ChevronUp : ChevronDown}
            aria-label={t('changeNamed', { name: displayName })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {t('change')}
          </Button>
        )}
      </div>
      {open && <ChangePerson person={person} model={model} />}
    </li>
  )
}

/** What is to be known of the account at a glance: is it open, and is it protected? */
function AccountMark({ person }: { person: AccountHolder }) {
  const t = useTexts('people')
  const mark = markOf(person)
  const Icon = MARKS[mark]
  return (
    <p className={styles.mark} data-mark={mark}>
      <Icon aria-hidden size={20} />
      {t(`mark.${mark}`)}
    </p>
  )
}

const MARKS = {
  disabled: UserRoundX,
  protected: ShieldCheck,
  /** Of patients no second factor is asked. */
  passwordOnly: KeyRound,
  codeMissing: ShieldAlert,
} as const satisfies Record<string, LucideIcon>

function markOf({ status, secondFactor, roles }: AccountHolder): keyof typeof MARKS {
  if (status === 'disabled') return 'disabled'
  if (secondFactor) return 'protected'
  return isStaff(roles) ? 'codeMissing' : 'passwordOnly'
}
