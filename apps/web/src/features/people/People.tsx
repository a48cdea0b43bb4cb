import { UserRoundPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Notice, PageTitle, Progress, TextField, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { useDraft } from '../forms/use-draft.ts'
import type { PageProps } from '../home/pages.ts'
import styles from './People.module.css'
import { matching, PeopleModel } from './people-model.ts'
import { PersonRow } from './PersonRow.tsx'

/** The button that erased somebody is far down a long list, and gone. */
const bringIntoView = (news: HTMLElement | null): void => news?.focus()

/** The accounts of the clinic, for the administrator. */
export function People({ model: app, signedIn }: PageProps) {
  const t = useTexts('people')
  const [model] = useState(() => new PeopleModel())
  const [search, setSearch] = useDraft(app.drafts, 'people.search')
  const state = useReadable(model.state)
  useEffect(() => void model.load(), [model])
  const erased = useReadable(model.erased)
  const found = state.status === 'listed' ? matching(state.people, search) : []
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <PageTitle>{t('title')}</PageTitle>
        <Link href="/invite" className={styles.invite}>
          <UserRoundPlus aria-hidden size={22} />
          {t('invite')}
        </Link>
      </div>
      {erased && (
        <div key={erased.displayName} ref={bringIntoView} tabIndex={-1}>
          <Notice title={t('erased.title', { name: erased.displayName })}>
            {t(`erased.${erased.backups}`)}
          </Notice>
        </div>
      )}
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      {state.status === 'listed' && (
        <>
          <div className={styles.search}>
            <TextField
              label={t('search')}
              hint={t('found', { count: found.length })}
              type="search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          <ul className={styles.people} aria-label={t('title')}>
            {found.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                model={model}
                isSelf={person.id === signedIn.self.id}
              />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
