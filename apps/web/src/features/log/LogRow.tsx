import type { AuditEvent } from '@visita/protocol'
import { ChevronDown, FileSearch, TriangleAlert, UserSearch } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import styles from './Log.module.css'
import { EVERYTHING } from './log-filter.ts'
import type { LogEntry, LogModel } from './log-model.ts'
import { actorIn, sentenceOf, shortNumber, timeIn } from './sentences.ts'

interface LogRowProps {
  entry: LogEntry
  model: LogModel
}

/** One event as a sentence; opened, it says the rest and leads on to what else was done. */
export function LogRow({ entry: { seq, at, event }, model }: LogRowProps) {
  const t = useTexts('log')
  const time = at === null ? t('noTime') : timeIn(at)
  if (event === null)
    return (
      <li className={styles.entry} data-changed>
        <p className={styles.time}>{time}</p>
        <p className={styles.warning}>
          <TriangleAlert aria-hidden size={22} />
          <span>
            <strong>{t('entry.number', { seq })}.</strong> {t('changed')}
          </span>
        </p>
      </li>
    )
  return (
    <li className={styles.entry}>
      <details>
        <summary>
          <span className={styles.time}>{time}</span>
          <span>{sentenceOf(event, (id) => model.nameOf(id), t)}</span>
          <ChevronDown aria-hidden size={20} />
        </summary>
        <Facts seq={seq} event={event} model={model} />
      </details>
    </li>
  )
}

function Facts({ seq, event, model }: { seq: number; event: AuditEvent; model: LogModel }) {
  const t = useTexts('log')
  const { actor, actorRole, subject } = event
  const role = t([`roles:${actorRole}.name`, `roles.${actorRole}`])
  return (
    <div className={styles.facts}>
      <p className={styles.quiet}>
        {[
          t('entry.number', { seq }),
          actorIn(event, (id) => model.nameOf(id), t),
          t('entry.as', { role }),
        ].join(' · ')}
      </p>
      {subject !== null && <p className={styles.quiet}>{t('entry.record', { number: subject })}</p>}
      <div className={styles.actions}>
        {actor !== null && (
          <Button icon={UserSearch} onClick={() => void model.search({ ...EVERYTHING, actor })}>
            {t('entry.onlyActor')}
          </Button>
        )}
        {subject !== null && (
          <Button
            icon={FileSearch}
            aria-label={`${t('entry.onlySubject')}: ${shortNumber(subject)}`}
            onClick={() => void model.search({ ...EVERYTHING, subject })}
          >
            {t('entry.onlySubject')}
          </Button>
        )}
      </div>
    </div>
  )
}
