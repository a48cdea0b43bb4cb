import { LockKeyhole, ShieldAlert } from 'lucide-react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useNow, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Access.module.css'
import type { AccessNews, OwnAccess } from './access-news.ts'

/** How often the time left is counted anew, in milliseconds. */
const COUNT_EVERY = 5_000
const MINUTE = 60_000

interface AccessBannerProps {
  news: AccessNews
  /** There is a way to the record from here: not out of a visit. */
  way?: boolean
}

/** Stands on every page for as long as a doctor has a record open against the rule (X7). */
export function AccessBanner({ news, way = false }: AccessBannerProps) {
  const { own } = useReadable(news.state)
  const t = useTexts('home')
  if (own.length === 0) return null
  return (
    <section className={styles.banner} aria-label={t('access.banner')}>
      {own.map((access) => (
        <OneAccess key={access.id} access={access} news={news} way={way} />
      ))}
    </section>
  )
}

function OneAccess({ access, news, way }: Required<AccessBannerProps> & { access: OwnAccess }) {
  const t = useTexts('home')
  const request = useRequest()
  const left = access.endsAt - useNow(COUNT_EVERY)
  const name = access.patient?.displayName ?? t('access.erased')
  return (
    <div className={styles.access}>
      <ShieldAlert aria-hidden size={24} />
      <p>
        <strong>{t('access.open', { name })}</strong>{' '}
        {t('access.left', { minutes: Math.max(1, Math.ceil(left / MINUTE)) })}
      </p>
      <div className={styles.actions}>
        {way && (
          <Link href={`/patients/${access.patientId}`} className={styles.way}>
            {t('access.look')}
          </Link>
        )}
        <Button
          icon={LockKeyhole}
          disabled={request.sending}
          aria-label={t('access.closeNamed', { name })}
          onClick={() => void request.run(() => news.close(access.id))}
        >
          {t('access.close')}
        </Button>
      </div>
      <RefusalNotice code={request.refused} />
    </div>
  )
}
