import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './SinglePage.module.css'

interface SinglePageProps {
  /** Where somebody goes who does not want this page after all. */
  back?: { to: string; label: string }
  children: ReactNode
}

/** A page with one thing to do, in the middle of the window. */
export function SinglePage({ back, children }: SinglePageProps) {
  return (
    <main className={styles.page}>
      {back && (
        <a className={styles.back} href={back.to}>
          <ArrowLeft aria-hidden size={22} />
          {back.label}
        </a>
      )}
      <section className={styles.card}>{children}</section>
    </main>
  )
}
