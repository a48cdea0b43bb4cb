import { MailX } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { openInvitations } from './open-links-model.ts'
import { OpenLinks } from './OpenLinks.tsx'

/** Whom nobody has seen yet, with a button to take the link back. */
export function OpenInvitations() {
  const t = useTexts('people')
  return (
    <OpenLinks
      newModel={openInvitations}
      texts="open"
      icon={MailX}
      about={({ roles, invitedBy }, until) => [
        roles.map((role) => t(`roles:${role}.name`)).join(', '),
        invitedBy === null ? t('open.until', { until }) : t('open.byUntil', { invitedBy, until }),
      ]}
    />
  )
}
