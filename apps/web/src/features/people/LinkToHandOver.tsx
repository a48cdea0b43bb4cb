import { useEffect, useRef } from 'react'
import type { MadeLink } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { addressOf, type TokenLink } from '../../platform/link.ts'
import { CopyButton } from '../forms/CopyButton.tsx'
import styles from './People.module.css'

interface LinkToHandOverProps {
  kind: TokenLink['kind']
  link: MadeLink
  name: string
}

/** A link that was just made. The server keeps only its hash, so it is shown this once. */
export function LinkToHandOver({ kind, link, name }: LinkToHandOverProps) {
  const t = useTexts('people')
  const heading = useRef<HTMLHeadingElement>(null)
  const address = addressOf(kind, link.token)
  const until = new Date(link.expiresAt).toLocaleString([], {
    dateStyle: 'long',
    timeStyle: 'short',
  })
  useEffect(() => {
    heading.current?.focus()
  }, [])
  return (
    <section className={styles.link} aria-label={t('link.label')}>
      <h2 ref={heading} tabIndex={-1}>
        {t('link.title', { name })}
      </h2>
      <p className={styles.quiet}>{t(kind === 'visit' ? 'visitLinks.how' : 'link.how')}</p>
      <div className={styles.address}>
        <input
          readOnly
          aria-label={t('link.address')}
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton tone="primary" text={address} label={t('link.copy')} />
      </div>
      <p className={styles.quiet}>{t('link.until', { until })}</p>
    </section>
  )
}
