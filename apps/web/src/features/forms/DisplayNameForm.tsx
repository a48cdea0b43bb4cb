import { displayNameProblem } from '@visita/protocol'
import type { LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, TextField } from '../../ui/index.ts'
import { Form } from './Form.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { useRequest } from './use-request.ts'

interface DisplayNameFormProps {
  className?: string | undefined
  icon: LucideIcon
  /** What the button says. */
  submitLabel: string
  onName: (displayName: string) => Promise<void>
  /** Stands above the field. */
  children?: ReactNode
}

/** Asks somebody without an account who they are. */
export function DisplayNameForm({ className, icon, submitLabel, onName, children }: DisplayNameFormProps) {
  const t = useTexts('identify')
  const [name, setName] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problem = checked ? displayNameProblem(name) : null
  const submit = (): void => {
    setChecked(true)
    if (displayNameProblem(name) === null) void request.run(() => onName(name))
  }
  return (
    <Form className={className} submit={submit}>
      {children}
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
      <Button type="submit" tone="primary" icon={icon} wide disabled={request.sending}>
        {submitLabel}
      </Button>
    </Form>
  )
}
