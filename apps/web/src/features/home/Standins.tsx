import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Notice, PageTitle, Progress } from '../../ui/index.ts'

export function PageLoading() {
  const { t } = useTranslation('app')
  return <Progress label={t('loading')} />
}

export function NotLoaded() {
  const { t } = useTranslation('home')
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
  const { t } = useTranslation('home')
  return (
    <>
      <PageTitle>{t('noSuchPage.title')}</PageTitle>
      <p>{t('noSuchPage.text')}</p>
    </>
  )
}
