import { caseIdSchema, complaintSchema, type PersonId } from '@visita/protocol'
import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { caseApi } from '../../platform/case-api.ts'
import type { Drafts } from '../../platform/drafts.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Select, TextField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import styles from '../record/Record.module.css'

interface OpenCaseProps {
  patientId: PersonId
  /** The address of the record, under which the case has its own. */
  under: string
  drafts: Drafts
}

/** Begins to follow a complaint; who does is responsible from then on. */
export function OpenCase(props: OpenCaseProps) {
  const t = useTexts('cases')
  const [writing, setWriting] = useState(false)
  if (writing) return <NewCase {...props} />
  return (
    <Button icon={FolderPlus} onClick={() => setWriting(true)}>
      {t('new.open')}
    </Button>
  )
}

function NewCase({ patientId, under, drafts }: OpenCaseProps) {
  const t = useTexts('cases')
  const [, go] = useLocation()
  const [title, setTitle] = useDraft(drafts, `case.title.${patientId}`)
  const [complaint, setComplaint] = useState<string>('rash')
  // The same for every try: an answer that was lost does not make a second case.
  const [id] = useState(() => caseIdSchema.parse(crypto.randomUUID()))
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const isMissing = title.trim() === ''
  const submit = (): void => {
    setChecked(true)
    if (isMissing) return
    void request.run(async () => {
      await caseApi.open(patientId, id, { title, complaint: complaintSchema.parse(complaint) })
      setTitle('')
      go(`${under}/cases/${id}`)
    })
  }
  return (
    <Form className={styles.form} submit={submit}>
      <TextField
        label={t('new.title')}
        hint={t('new.hint')}
        maxLength={200}
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        problem={checked && isMissing ? t('new.missing') : null}
      />
      <Select
        label={t('new.complaint')}
        value={complaint}
        onChange={(event) => setComplaint(event.target.value)}
      >
        {complaintSchema.options.map((each) => (
          <option key={each} value={each}>
            {t(`complaint.${each}`)}
          </option>
        ))}
      </Select>
      <RefusalNotice code={request.refused} here={{ not_found: t('notYours') }} />
      <Button type="submit" tone="primary" icon={FolderPlus} disabled={request.sending}>
        {t('new.send')}
      </Button>
    </Form>
  )
}
