import { Link2Off } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './People.module.css'
import { type OpenVisitLink, VisitLinksModel } from './visit-links-model.ts'

/** Who can still come, with a button to take the link back. */
export function OpenVisitLinks() {
  const t = useTexts('people')
  const [model] = useState(() => new VisitLinksModel())
  const state = useReadable(model.state)
  const request = useRequest()
  useEffect(() => void model.load(), [model])
  return (
    <Card title={t('visitLinks.open.title')} lead={t('visitLinks.open.lead')}>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      <RefusalNotice code={request.refused} />
      {state.status === 'listed' && state.visitLinks.length === 0 && <p>{t('visitLinks.open.none')}</p>}
      {state.status === 'listed' && state.visitLinks.length > 0 && (
        <ul className={styles.invitations} aria-label={t('visitLinks.open.title')}>
          {state.visitLinks.map((link) => (
            <Row key={link.id} link={link} withdraw={() => void request.run(() => model.withdraw(link.id))} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Row({ link, withdraw }: { link: OpenVisitLink; withdraw: () => void }) {
  const t = useTexts('people')
  const { displayName, doctor, expiresAt } = link
  const until = new Date(expiresAt).toLocaleDateString([], { dateStyle: 'medium' })
  return (
    <li>
      <div className={styles.who}>
        <strong>{displayName}</strong>
        <span>
          {doctor === null
            ? t('visitLinks.open.anyUntil', { until })
            : t('visitLinks.open.until', { doctor: doctor.displayName, until })}
        </span>
      </div>
      <Button
        icon={Link2Off}
        aria-label={t('visitLinks.open.withdrawNamed', { name: displayName })}
        onClick={withdraw}
      >
        {t('visitLinks.open.withdraw')}
      </Button>
    </li>
  )
}
