import { Link, useRoute } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import styles from './Home.module.css'
import type { Page } from './pages.ts'

/** The pages that this person may see; on a telephone at the bottom, under the thumb. */
export function Navigation({ pages, waiting }: { pages: readonly Page[]; waiting: number }) {
  const t = useTexts('home')
  return (
    <nav className={styles.navigation} aria-label={t('navigation')}>
      {pages.map((page) => (
        <Entry key={page.path} page={page} count={page.path === '/waiting' ? waiting : 0} />
      ))}
    </nav>
  )
}

function Entry({ page: { path, title, icon: Icon }, count }: { page: Page; count: number }) {
  const t = useTexts('home')
  // Also on the pages below it.
  const [isHere] = useRoute(`${path}/*?`)
  return (
    <Link href={path} className={styles.entry} aria-current={isHere ? 'page' : undefined}>
      <Icon aria-hidden size={24} />
      <span>
        {t(`pages.${title}`)}
        {count > 0 && <span className={styles.count}>{count}</span>}
      </span>
    </Link>
  )
}
