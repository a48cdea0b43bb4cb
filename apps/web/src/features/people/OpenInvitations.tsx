import { MailX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import { InvitationsModel, type OpenInvitation } from './invitations-model.ts'
import styles from './People.module.css'

/** Whom nobody has seen yet, with a button to take the link back. */
export function OpenInvitations() {
  const t = useTexts('people')
  const [model] = useState(() => new InvitationsModel())
  const state = useReadable(model.state)
  const request = useRequest()
  useEffect(() => void model.load(), [model])
  return (
    <Card title={t('open.title')} lead={t('open.lead')}>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      <RefusalNotice code={request.refused} />
      {state.status === 'listed' && state.invitations.length === 0 && <p>{t('open.none')}</p>}
      {state.status === 'listed' && state.invitations.length > 0 && (
        <ul className={styles.invitations} aria-label={t('open.title')}>
          {state.invitations.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              withdraw={() => void request.run(() => model.withdraw(invitation.id))}
            />
          ))}
        </ul>
      )}
    </Card>
  )
}

function InvitationRow({ invitation, withdraw }: { invitation: OpenInvitation; withdraw: () => void }) {
  const t = useTexts('people')
  const { displayName, roles, invitedBy, expiresAt } = invitation
  const until = new Date(expiresAt).toLocaleDateString([], { dateStyle: 'medium' })
  return (
    <li>
      <div className={styles.who}>
        <strong>{displayName}</strong>
        <span>{roles.map((role) => t(`roles:${role}.name`)).join(', ')}</span>
        <span>
          {invitedBy === null ? t('open.until', { until }) : t('open.byUntil', { invitedBy, until })}
        </span>
      </div>
      <Button icon={MailX} aria-label={t('open.withdrawNamed', { name: displayName })} onClick={withdraw}>
        {t('open.withdraw')}
      </Button>
    </li>
  )
}
