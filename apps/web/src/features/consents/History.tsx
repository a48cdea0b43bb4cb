import { consentText, type Consent } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { dayAndTime } from '../record/times.ts'
import styles from './Consents.module.css'

/** Every answer that was ever given, with the words that it was given to. */
export function History({ consent: { kind, answers } }: { consent: Consent }) {
  const t = useTexts('consents')
  if (answers.length === 0) return null
  return (
    <details className={styles.history}>
      <summary>{t('history.title', { count: answers.length })}</summary>
      <ol>
        {answers.map(({ answer, version, by, at }) => (
          <li key={at}>
            <strong>
              {t(`history.${answer}`, { name: by.displayName || t('gone'), time: dayAndTime(at) })}
            </strong>
            <p>
              {consentText(kind, version)?.text} {consentText(kind, version)?.question}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
