import { displayNameProblem } from '@visita/protocol'
import { ArrowRight, Camera, Lock, Phone, UserRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { refusalCodeOf } from '../../platform/refused.ts'
import { Button, Notice, TextField } from '../../ui/index.ts'
import styles from './Identify.module.css'

interface IdentifyProps {
  identify: (displayName: string) => Promise<void>
}

/** The first page (A3): a name, and what will happen. */
export function Identify({ identify }: IdentifyProps) {
  const { t } = useTranslation(['identify', 'app', 'errors'])
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const problem = checked ? displayNameProblem(name) : null

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    setRefused(null)
    if (displayNameProblem(name)) return
    setSending(true)
    try {
      await identify(name)
    } catch (error) {
      setRefused(t([`errors:${refusalCodeOf(error)}`, 'errors:other']))
      setSending(false)
    }
  }

  return (
    <main className={styles.page}>
      <section className={styles.intro}>
        <p className={styles.brand}>{t('app:name')}</p>
        <h2>{t('steps.title')}</h2>
        <ol className={styles.steps}>
          <li>
            <UserRound aria-hidden />
            {t('steps.name')}
          </li>
          <li>
            <Camera aria-hidden />
            {t('steps.camera')}
          </li>
          <li>
            <Phone aria-hidden />
            {t('steps.call')}
          </li>
        </ol>
        <p className={styles.privacy}>
          <Lock aria-hidden size={20} />
          {t('privacy')}
        </p>
      </section>
      <form className={styles.card} onSubmit={(event) => void submit(event)} noValidate>
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
        <TextField
          label={t('label')}
          hint={t('hint')}
          problem={problem && t(`problem.${problem}`)}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="name"
          name="name"
        />
        {refused && <Notice tone="problem">{refused}</Notice>}
        <Button type="submit" tone="primary" icon={ArrowRight} wide disabled={sending}>
          {t('continue')}
        </Button>
      </form>
    </main>
  )
}
