import { Hourglass, LoaderCircle, PhoneOutgoing, Signal } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'
import type { Invitations } from './invitations.ts'
import styles from './PeopleHere.module.css'

interface PeopleHereProps {
  companions: readonly Companion[]
  invitations: Invitations
}

/** Everybody who is in the room or invited into it, at any time in view (B26). */
export function PeopleHere({ companions, invitations }: PeopleHereProps) {
  const t = useTexts('visit')
  const invited = useReadable(invitations.invited)
  return (
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
            {person.displayName}: {t(`people.${how}`)}
          </li>
        )
      })}
    </ul>
  )
}

function Here({ companion: { call, presence, person } }: { companion: Companion }) {
  const t = useTexts('visit')
  const connected = useReadable(call.state).phase === 'connected'
  const away = useReadable(presence) !== 'present'
  const Icon = connected ? Signal : LoaderCircle
  return (
    <li className={styles.person} data-connected={connected}>
      <Icon aria-hidden size={18} />
      {person.displayName}: {t(`people.${connected ? 'connected' : away ? 'away' : 'connecting'}`)}
    </li>
  )
}
