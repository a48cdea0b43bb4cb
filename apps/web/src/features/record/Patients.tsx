import { loginSchema, type Participant } from '@visita/protocol'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, PageTitle, Progress, TextField, useReadable } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDraft } from '../forms/use-draft.ts'
import { useRequest } from '../forms/use-request.ts'
import type { PageProps } from '../home/pages.ts'
import { nameDraft } from './name-draft.ts'
import { PatientsModel } from './patients-model.ts'
import styles from './Record.module.css'
import { RowLink } from './RowLink.tsx'

/** A doctor's own patients, and the way to one who is not. */
export function Patients({ model: app }: PageProps) {
  const t = useTexts('record')
  const [model] = useState(() => new PatientsModel())
  useEffect(() => void model.load(), [model])
  return (
    <div className={styles.page}>
      <PageTitle>{t('patients.title')}</PageTitle>
      <div className={styles.beside}>
        <OwnPatients model={model} />
        <Finding model={model} drafts={app.drafts} />
      </div>
    </div>
  )
}

function OwnPatients({ model }: { model: PatientsModel }) {
  const t = useTexts('record')
  const state = useReadable(model.state)
  switch (state.status) {
    case 'loading':
      return <Progress label={t('app:loading')} />
    case 'failed':
      return (
        <div className={styles.page}>
          <NotFetched code={state.code} again={() => void model.load()} />
        </div>
      )
    case 'listed':
      if (state.patients.length === 0) return <p className={styles.quiet}>{t('patients.none')}</p>
      return (
        <ul className={styles.rows} aria-label={t('patients.own')}>
          {state.patients.map((patient) => (
            <li key={patient.id}>
              <PatientLink patient={patient} />
            </li>
          ))}
        </ul>
      )
  }
}

function PatientLink({ patient: { id, displayName } }: { patient: Participant }) {
  return (
    <RowLink href={`/patients/${id}`}>
      <strong>{displayName}</strong>
    </RowLink>
  )
}

function Finding({ model, drafts }: { model: PatientsModel; drafts: PageProps['model']['drafts'] }) {
  const t = useTexts('record')
  const [, go] = useLocation()
  const [login, setLogin] = useDraft(drafts, 'patients.find')
  const [checked, setChecked] = useState(false)
  const [found, setFound] = useState<Awaited<ReturnType<PatientsModel['find']>> | null>(null)
  const request = useRequest()
  const address = loginSchema.safeParse(login).data
  const submit = (): void => {
    setChecked(true)
    setFound(null)
    if (address === undefined) return
    void request.run(async () => {
      const answer = await model.find(address)
      if (answer.kind === 'own') go(`/patients/${answer.patient.id}`)
      // The page that asks for a reason says whose record it is about.
      if (answer.kind === 'other') drafts.write(nameDraft(answer.patient.id), answer.patient.displayName)
      setFound(answer)
    })
  }
  return (
    <Card title={t('find.title')} lead={t('find.lead')}>
      <Form className={styles.form} submit={submit}>
        <TextField
          label={t('find.email')}
          type="email"
          inputMode="email"
          autoComplete="off"
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          problem={checked && address === undefined ? t('find.notAnAddress') : null}
        />
        <Button type="submit" icon={Search} disabled={request.sending}>
          {t('find.find')}
        </Button>
      </Form>
      <RefusalNotice code={request.refused} />
      {found?.kind === 'nobody' && <Notice>{t('find.nobody')}</Notice>}
      {found?.kind === 'other' && (
        <div className={styles.form} role="status">
          <p>{t('find.other', { name: found.patient.displayName })}</p>
          <PatientLink patient={found.patient} />
        </div>
      )}
    </Card>
  )
}
