import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import styles from './Record.module.css'

/** A row of a list that leads to a page. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={styles.row}>
      {children}
      <ChevronRight aria-hidden size={22} />
    </Link>
  )
}
