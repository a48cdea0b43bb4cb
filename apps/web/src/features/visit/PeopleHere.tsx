import { ChartNoAxesColumn, Hourglass, LoaderCircle, Lock, PhoneOutgoing } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'
import type { Invitations } from './invitations.ts'
import { LineSign, type DetailsButton } from './LineBars.tsx'
import styles from './PeopleHere.module.css'

interface PeopleHereProps {
  companions: readonly Companion[]
  invitations: Invitations
  details: DetailsButton
}

/** Everybody who is in the room or invited into it, as what, and how their line is; at any time in view (B26). */
export function PeopleHere({ companions, invitations, details }: PeopleHereProps) {
  const t = useTexts('visit')
  const invited = useReadable(invitations.invited)
  const locked = useReadable(invitations.locked)
  return (
    <div className={styles.here}>
      <ul className={styles.people} aria-label={t('people.title')}>
        {companions.map((companion) => (
          <Here key={companion.person.id} companion={companion} />
        ))}
        {invited.map((person) => {
          const asking = person.awaits.length > 0
          const Icon = asking ? Hourglass : PhoneOutgoing
          const how = invitations.asksMe(person) ? 'askingYou' : asking ? 'asking' : 'ringing'
          return (
            <li key={person.id} className={styles.person}>
              <Icon aria-hidden size={18} />
              {t('people.as', { name: person.displayName, role: t(`roles.${person.role}`) })}:{' '}
              {t(`people.${how}`)}
            </li>
          )
        })}
      </ul>
      {locked && (
        <p className={styles.person}>
          <Lock aria-hidden size={18} />
          {t('lock.locked')}
        </p>
      )}
      {companions.length > 1 && (
        <Button icon={ChartNoAxesColumn} aria-expanded={details.open} onClick={details.onPress}>
          {t('people.lines')}
        </Button>
      )}
    </div>
  )
}

function Here({ companion: { call, presence, person, line } }: { companion: Companion }) {
  const t = useTexts('visit')
  const connected = useReadable(call.state).phase === 'connected'
  const away = useReadable(presence) !== 'present'
  return (
    <li className={styles.person} data-connected={connected}>
      {connected ? (
        <LineSign line={line} name={person.displayName} />
      ) : (
        <LoaderCircle aria-hidden size={18} />
      )}
      {t('people.as', { name: person.displayName, role: t(`roles.${person.role}`) })}:{' '}
      {t(`people.${connected ? 'connected' : away ? 'away' : 'connecting'}`)}
    </li>
  )
}
