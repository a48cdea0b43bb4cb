import { useEffect, useRef } from 'react'
import styles from './PageTitle.module.css'

/** The heading of a page. It takes the focus when the page comes, so that a screen reader begins there. */
export function PageTitle({ id, children }: { id?: string; children: string }) {
  const element = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // A question that comes before the page keeps the focus.
    if (!document.activeElement?.closest('dialog')) element.current?.focus({ preventScroll: true })
  }, [])
  return (
    <h1 ref={element} id={id} className={styles.title} tabIndex={-1}>
      {children}
    </h1>
  )
}
