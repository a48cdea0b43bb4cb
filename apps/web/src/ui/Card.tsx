import { useId, type ReactNode } from 'react'
import styles from './Card.module.css'

interface CardProps {
  title: string
  /** One sentence on what the card is for. */
  lead?: string
  children: ReactNode
}

/** One matter of a page, with its own heading. */
export function Card({ title, lead, children }: CardProps) {
  const titleId = useId()
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      {lead && <p className={styles.lead}>{lead}</p>}
      {children}
    </section>
  )
}
