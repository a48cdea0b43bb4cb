import { ArrowRight } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { DisplayNameForm } from '../forms/DisplayNameForm.tsx'
import styles from './Identify.module.css'

interface NameFormProps {
  identify: (displayName: string) => Promise<void>
}

/** The quick lobby's way in (A3): a name. */
export function NameForm({ identify }: NameFormProps) {
  const t = useTexts('identify')
  return (
    <DisplayNameForm className={styles.card} icon={ArrowRight} submitLabel={t('continue')} onName={identify}>
      <h2>{t('title')}</h2>
      <p>{t('lead')}</p>
    </DisplayNameForm>
  )
}
