import { Link, useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Notice, useReadable } from '../../ui/index.ts'
import styles from './Access.module.css'
import type { AccessNews } from './access-news.ts'

/**
 * Stands on every page until it is seen: for the patient that somebody opened their record against the rule, for the
 * privacy officer that such accesses wait for a verdict (X7).
 */
export function AccessNotices({ news }: { news: AccessNews }) {
  const t = useTexts('home')
  const { unseen, waiting } = useReadable(news.state)
  const [address] = useLocation()
  return (
    <>
      {unseen > 0 && address !== '/record/readers' && (
        <Notice
          tone="problem"
          title={t('access.unseen.title', { count: unseen })}
          actions={
            <Link href="/record/readers" className={styles.way}>
              {t('access.unseen.look')}
            </Link>
          }
        >
          {t('access.unseen.text')}
        </Notice>
      )}
      {waiting > 0 && address !== '/reviews' && (
        <Notice
          tone="problem"
          title={t('access.waiting.title', { count: waiting })}
          actions={
            <Link href="/reviews" className={styles.way}>
              {t('access.waiting.look')}
            </Link>
          }
        >
          {t('access.waiting.text')}
        </Notice>
      )}
    </>
  )
}
