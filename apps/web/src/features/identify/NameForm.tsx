import { displayNameProblem } from '@visita/protocol'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Identify.module.css'

interface NameFormProps {
  identify: (displayName: string) => Promise<void>
}

/** The quick lobby's way in (A3): a name. */
export function NameForm({ identify }: NameFormProps) {
  const t = useTexts('identify')
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problem = checked ? displayNameProblem(name) : null

  const submit = (): void => {
    setChecked(true)
    if (displayNameProblem(name) === null) void request.run(() => identify(name))
  }

  return (
    <Form className={styles.card} submit={submit}>
      <h2>{t('title')}</h2>
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
      <RefusalNotice code={request.refused} />
      <Button type="submit" tone="primary" icon={ArrowRight} wide disabled={request.sending}>
        {t('continue')}
      </Button>
    </Form>
  )
}
