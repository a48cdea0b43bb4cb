import { isStaff } from '@visita/protocol'
import { Trash2, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Dialog, Progress, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './People.module.css'
import type { AccountHolder, PeopleModel } from './people-model.ts'

interface ErasePersonProps {
  person: AccountHolder
  model: PeopleModel
}

/** The one thing here that nobody can undo: it is asked for twice, and says what is lost. */
export function ErasePerson({ person, model }: ErasePersonProps) {
  const t = useTexts('people')
  const [asking, setAsking] = useState(false)
  const request = useRequest()
  const erase = (): void => {
    setAsking(false)
    void request.run(() => model.erase(person))
  }
  return (
    <div className={styles.form}>
      <h3>{t('erase.title')}</h3>
      <p className={styles.quiet}>{t('erase.text')}</p>
      <RefusalNotice code={request.refused} here={{ conflict: t('erase.last') }} />
      {request.sending ? (
        <Progress label={t('erase.title')} />
      ) : (
        <Button icon={Trash2} onClick={() => setAsking(true)}>
          {t('erase.open')}
        </Button>
      )}
      {asking && <Question person={person} erase={erase} dismiss={() => setAsking(false)} />}
    </div>
  )
}

interface QuestionProps {
  person: AccountHolder
  erase: () => void
  dismiss: () => void
}

function Question({ person: { displayName, roles }, erase, dismiss }: QuestionProps) {
  const t = useTexts('people')
  const [typed, setTyped] = useState('')
  const [checked, setChecked] = useState(false)
  const formId = useId()
  const isRight = typed.trim() === displayName
  const submit = (): void => {
    setChecked(true)
    if (isRight) erase()
  }
  return (
    <Dialog
      title={t('erase.ask', { name: displayName })}
      onDismiss={dismiss}
      actions={
        <>
          <Button type="submit" form={formId} icon={Trash2} tone="danger">
            {t('erase.confirm')}
          </Button>
          <Button icon={X} onClick={dismiss}>
            {t('erase.keep')}
          </Button>
        </>
      }
    >
      <p>
        <strong>{t('erase.lost')}</strong>
      </p>
      <ul className={styles.lost}>
        {roles.includes('patient') && <li>{t('erase.patient')}</li>}
        {isStaff(roles) && <li>{t('erase.staff')}</li>}
        <li>{t('erase.backups')}</li>
        <li>{t('erase.log')}</li>
      </ul>
      {roles.includes('patient') && <p className={styles.quiet}>{t('erase.law')}</p>}
      <Form id={formId} submit={submit}>
        <TextField
          label={t('erase.type', { name: displayName })}
          problem={checked && !isRight ? t('erase.mismatch') : null}
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Form>
    </Dialog>
  )
}
