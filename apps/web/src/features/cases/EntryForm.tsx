import { entryIdSchema, type CaseEntry, type EntryId } from '@visita/protocol'
import { Check } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import styles from './Cases.module.css'

/** Writes an entry and reads the case again. Throws `Refused`. */
export type AddEntry = (id: EntryId, entry: CaseEntry) => Promise<void>

interface EntryFormProps {
  /** What the fields come to; undefined while something is missing or wrong. */
  entry: CaseEntry | undefined
  add: AddEntry
  close: () => void
  /** The word of the button. */
  send: string
  /** The fields; `checked`: they say what is wrong with them. */
  children: (checked: boolean) => ReactNode
}

/** Something that is added to a case. */
export function EntryForm({ entry, add, close, send, children }: EntryFormProps) {
  const t = useTexts('cases')
  // The same for every try: an answer that was lost does not write it twice.
  const [id] = useState(() => entryIdSchema.parse(crypto.randomUUID()))
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const submit = (): void => {
    setChecked(true)
    if (entry === undefined) return
    void request.run(async () => {
      await add(id, entry)
      close()
    })
  }
  return (
    <Form className={record.form} submit={submit}>
      {children(checked)}
      <RefusalNotice
        code={request.refused}
        here={{ not_found: t('notYours'), conflict: t('endedAlready') }}
      />
      <div className={styles.actions}>
        <Button type="submit" tone="primary" icon={Check} disabled={request.sending}>
          {send}
        </Button>
        <Button onClick={close}>{t('cancel')}</Button>
      </div>
    </Form>
  )
}
