import { ChevronDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import { CheckCard } from './CheckCard.tsx'
import { FilesCard } from './FilesCard.tsx'
import styles from './Log.module.css'
import { EVERYTHING } from './log-filter.ts'
import { LogModel, type LogState } from './log-model.ts'
import { LogRow } from './LogRow.tsx'
import { SearchForm } from './SearchForm.tsx'

/** Who did what, for the privacy officer: searched, taken along, and checked. */
export function Log() {
  const t = useTexts('log')
  const [model] = useState(() => new LogModel())
  const state = useReadable(model.state)
  useEffect(() => {
    void model.loadStaff()
    void model.search(EVERYTHING)
  }, [model])
  return (
    <div className={styles.page}>
      <div>
        <PageTitle>{t('title')}</PageTitle>
        <p className={styles.quiet}>{t('lead')}</p>
      </div>
      <div className={styles.columns}>
        <div className={styles.beside}>
          <SearchForm model={model} />
        </div>
        <div className={styles.found}>
          {state.status === 'loading' && <Progress label={t('app:loading')} />}
          {state.status === 'failed' && (
            <NotFetched code={state.code} again={() => void model.search(model.filter.get())} />
          )}
          {state.status === 'listed' && <Entries model={model} state={state} />}
        </div>
        <div className={styles.beside}>
          <CheckCard model={model} />
          <FilesCard model={model} />
        </div>
      </div>
    </div>
  )
}

interface EntriesProps {
  model: LogModel
  state: Extract<LogState, { status: 'listed' }>
}

function Entries({ model, state: { entries, next } }: EntriesProps) {
  const t = useTexts('log')
  const request = useRequest()
  // A name that comes late replaces a number in every sentence.
  useReadable(model.staff)
  if (entries.length === 0) return <Notice>{t('none')}</Notice>
  return (
    <>
      <ol className={styles.entries} aria-label={t('list')}>
        {entries.map((entry) => (
          <LogRow key={entry.seq} entry={entry} model={model} />
        ))}
      </ol>
      <RefusalNotice code={request.refused} />
      {next === null ? (
        <p className={styles.quiet}>{t('end')}</p>
      ) : (
        <Button
          icon={ChevronDown}
          wide
          disabled={request.sending}
          onClick={() => void request.run(() => model.more())}
        >
          {t('more')}
        </Button>
      )}
    </>
  )
}
