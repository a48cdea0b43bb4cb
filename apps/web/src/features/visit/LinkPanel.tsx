import { COMPANION_ROLES, type CompanionRole } from '@visita/protocol'
import { Link, X } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { addressOf } from '../../platform/link.ts'
import { Button, useReadable } from '../../ui/index.ts'
import { CopyButton } from '../forms/CopyButton.tsx'
import type { Invitations } from './invitations.ts'
import styles from './InvitePanel.module.css'

/** Links for those who have no account: an interpreter, a relative. */
export function LinkPanel({ invitations }: { invitations: Invitations }) {
  const t = useTexts('visit')
  return (
    <section className={styles.links} aria-label={t('byLink.title')}>
      <p>{t('byLink.how')}</p>
      {COMPANION_ROLES.map((as) => (
        <LinkFor key={as} as={as} invitations={invitations} />
      ))}
    </section>
  )
}

function LinkFor({ as, invitations }: { as: CompanionRole; invitations: Invitations }) {
  const t = useTexts('visit')
  const link = useReadable(invitations.links)[as]
  if (link === undefined) {
    return (
      <Button icon={Link} onClick={() => void invitations.makeLink(as)}>
        {t(`byLink.make.${as}`)}
      </Button>
    )
  }
  const address = addressOf('room', link.token)
  return (
    <div className={styles.link}>
      <p>{t(`byLink.made.${as}`)}</p>
      <input
        readOnly
        aria-label={t('byLink.address')}
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <CopyButton tone="primary" text={address} label={t('byLink.copy')} />
      <Button icon={X} onClick={() => void invitations.withdrawLink(as)}>
        {t('byLink.withdraw')}
      </Button>
    </div>
  )
}
