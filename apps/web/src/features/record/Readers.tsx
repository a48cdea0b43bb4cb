import { ArrowLeft, ChevronDown, Eye, FileDown, ShieldAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { PageProps } from '../home/pages.ts'
import { ReadersModel, type OneReading } from './readers-model.ts'
import styles from './Record.module.css'
import { dayAndTime } from './times.ts'

/** For a patient: who read my record, when, what, and why where it was against the rule (X7). */
export function Readers({ news }: PageProps) {
  const t = useTexts('record')
  const [model] = useState(() => new ReadersModel())
  useEffect(() => {
    const read = (): void => void model.load().then(() => news.look())
    read()
    // An access while this page is open is read, and so seen, at once.
    return news.state.subscribe(() => {
      if (news.state.get().unseen > 0) read()
    })
  }, [model, news])
  return (
    <div className={styles.narrow}>
      <Link href="/record" className={styles.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('visit.backToOwn')}
      </Link>
      <PageTitle>{t('readers.title')}</PageTitle>
      <p className={styles.quiet}>{t('readers.lead')}</p>
      <ListOfReaders model={model} />
    </div>
  )
}

function ListOfReaders({ model }: { model: ReadersModel }) {
  const t = useTexts('record')
  const state = useReadable(model.state)
  if (state.status === 'loading') return <Progress label={t('app:loading')} />
  if (state.status === 'failed') {
    return <NotFetched code={state.code} again={() => void model.load()} />
  }
  const { reads, next, more } = state
  return (
    <>
      {reads.length === 0 && <p>{t('readers.nobody')}</p>}
      <ul className={styles.rows} aria-label={t('readers.title')}>
        {reads.map((reading) => (
          <ReadingRow key={reading.seq} reading={reading} />
        ))}
      </ul>
      {more !== 'idle' && more !== 'loading' && <RefusalNotice code={more} />}
      {next !== null && (
        <Button icon={ChevronDown} disabled={more === 'loading'} onClick={() => void model.loadMore()}>
          {t('readers.more')}
        </Button>
      )}
    </>
  )
}

function ReadingRow({ reading: { at, reader, role, what } }: { reading: OneReading }) {
  const t = useTexts('record')
  const isGrave = what.kind === 'break_glass'
  const Icon = ICONS[what.kind]
  return (
    <li className={styles.reading} data-grave={isGrave}>
      <Icon aria-hidden size={24} />
      <div className={styles.words}>
        <strong>{reader?.displayName ?? t('readers.unknown')}</strong>
        <span className={styles.quiet}>
          {t('readers.when', { role: t([`roles:${role}.name`, 'readers.otherRole']), time: dayAndTime(at) })}
        </span>
        <span>{t(wordsOf(what), what.kind === 'break_glass' ? { minutes: what.minutes } : {})}</span>
        {what.kind === 'break_glass' && (
          <span className={styles.reason}>
            {what.reason === null ? t('readers.reasonGone') : t('readers.reason', { reason: what.reason })}
          </span>
        )}
      </div>
    </li>
  )
}

const ICONS = {
  record: Eye,
  visit: Eye,
  file: FileDown,
  case: Eye,
  photo: Eye,
  break_glass: ShieldAlert,
} as const satisfies Record<OneReading['what']['kind'], typeof Eye>

function wordsOf(what: OneReading['what']): string {
  switch (what.kind) {
    case 'record':
      return `readers.record.${what.part}`
    case 'visit':
      return `readers.visit.${what.part}`
    case 'case':
      return `readers.case.${what.part}`
    case 'photo':
    case 'file':
    case 'break_glass':
      return `readers.${what.kind}`
  }
}
