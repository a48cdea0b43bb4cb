import type { Participant } from '@visita/protocol'
import { Lock, LockOpen, RefreshCw, UserPlus, X } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, Progress, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { Invitations } from './invitations.ts'
import styles from './InvitePanel.module.css'
import { LinkPanel } from './LinkPanel.tsx'

/** Whom the doctor can bring into the visit: colleagues who are here, and who was in it before (B26). */
export function InvitePanel({ invitations }: { invitations: Invitations }) {
  const t = useTexts('visit')
  const invited = useReadable(invitations.invited)
  const looked = useReadable(invitations.invitable)
  const locked = useReadable(invitations.locked)
  const isInvited = ({ id }: Participant): boolean => invited.some((each) => each.id === id)
  return (
    <div className={styles.invite}>
      <p>{t(locked ? 'lock.locked' : 'invitePanel.how')}</p>
      {looked.status === 'looking' && <Progress label={t('invitePanel.looking')} />}
      {looked.status === 'failed' && <RefusalNotice code={looked.code} />}
      <ul className={styles.list} aria-label={t('invite')}>
        {invited.map((person) => (
          <li key={person.id} className={styles.row}>
            <span>
              {t('people.as', { name: person.displayName, role: t(`roles.${person.role}`) })}:{' '}
              {t(person.awaits.length > 0 ? 'people.asking' : 'people.ringing')}
            </span>
            <Button icon={X} onClick={() => void invitations.withdraw(person)}>
              {t('invitePanel.withdraw')}
            </Button>
          </li>
        ))}
        {looked.status === 'found' &&
          !locked &&
          looked.people
            .filter((person) => !isInvited(person))
            .map((person) => (
              <li key={person.id} className={styles.row}>
                <span>{person.displayName}</span>
                <Button icon={UserPlus} onClick={() => void invitations.invite(person)}>
                  {t('invitePanel.invite', { name: person.displayName })}
                </Button>
              </li>
            ))}
      </ul>
      {looked.status === 'found' && looked.people.length === 0 && invited.length === 0 && (
        <Notice>{t('invitePanel.nobody')}</Notice>
      )}
      {!locked && <LinkPanel invitations={invitations} />}
      <Button icon={locked ? LockOpen : Lock} onClick={() => void invitations.lock(!locked)}>
        {t(locked ? 'lock.unlock' : 'lock.lock')}
      </Button>
      <p>{t('lock.how')}</p>
      <Button icon={RefreshCw} onClick={() => void invitations.look()}>
        {t('invitePanel.again')}
      </Button>
    </div>
  )
}
