import { RefreshCw } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle, Progress } from '../../ui/index.ts'

export function PageLoading() {
  const t = useTexts('app')
  return <Progress label={t('loading')} />
}

export function NotLoaded() {
  const t = useTexts('home')
  return (
    <Notice
      tone="problem"
      actions={
        <Button icon={RefreshCw} onClick={() => location.reload()}>
          {t('notLoaded.again')}
        </Button>
      }
    >
      {t('notLoaded.text')}
    </Notice>
  )
}

/** The address names no page, or none that this person may see. */
export function NoSuchPage() {
  const t = useTexts('home')
  return (
    <>
      <PageTitle>{t('noSuchPage.title')}</PageTitle>
      <p>{t('noSuchPage.text')}</p>
    </>
  )
}
