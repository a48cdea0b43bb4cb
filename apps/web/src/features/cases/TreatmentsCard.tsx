import { partialDateSchema, stopReasonSchema, type Case, type Course } from '@visita/protocol'
import { CircleStop, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Select, TextField } from '../../ui/index.ts'
import record from '../record/Record.module.css'
import styles from './Cases.module.css'
import { DateField } from './DateField.tsx'
import { EntryForm, type AddEntry } from './EntryForm.tsx'
import { today } from '../../platform/today.ts'

interface CourseProps {
  of: Case
  /** Null for who only looks. */
  add: AddEntry | null
}

interface NewProps {
  add: AddEntry
  close: () => void
}

/** What is given against it, and why it was stopped. */
export function TreatmentsCard({ of: { course }, add }: CourseProps) {
  const t = useTexts('cases')
  const [writing, setWriting] = useState(false)
  return (
    <Card title={t('treatment.title')}>
      {course.treatments.length === 0 && <p className={record.quiet}>{t('treatment.none')}</p>}
      <ul className={record.list}>
        {course.treatments.map((each) => (
          <OneTreatment key={each.id} treatment={each} add={add} />
        ))}
      </ul>
      {add !== null &&
        (writing ? (
          <NewTreatment add={add} close={() => setWriting(false)} />
        ) : (
          <Button icon={Plus} onClick={() => setWriting(true)}>
            {t('treatment.add')}
          </Button>
        ))}
    </Card>
  )
}

function OneTreatment({
  treatment: { id, what, from, stopped },
  add,
}: { treatment: Course['treatments'][number] } & Pick<CourseProps, 'add'>) {
  const t = useTexts('cases')
  const [stopping, setStopping] = useState(false)
  return (
    <li className={styles.entry} data-over={stopped !== null}>
      <strong>{what}</strong>
      <p className={record.quiet}>
        {t('from', { from })}
        {stopped !== null && ` – ${t('to', { to: stopped.to })}: ${t(`treatment.reason.${stopped.reason}`)}`}
      </p>
      {stopped !== null && stopped.text !== '' && <p>{stopped.text}</p>}
      {add !== null && stopped === null && !stopping && (
        <Button icon={CircleStop} onClick={() => setStopping(true)}>
          {t('treatment.stop')}
        </Button>
      )}
      {add !== null && stopping && <Stop treatment={id} add={add} close={() => setStopping(false)} />}
    </li>
  )
}

function Stop({ treatment, add, close }: NewProps & { treatment: Course['treatments'][number]['id'] }) {
  const t = useTexts('cases')
  const [to, setTo] = useState(today)
  const [why, setWhy] = useState('')
  const [text, setText] = useState('')
  const day = partialDateSchema.safeParse(to).data
  const reason = stopReasonSchema.safeParse(why).data
  return (
    <EntryForm
      entry={
        day === undefined || reason === undefined
          ? undefined
          : { kind: 'treatment_stop', treatment, to: day, reason, text }
      }
      add={add}
      close={close}
      send={t('treatment.stop')}
    >
      {(checked) => (
        <>
          <DateField label={t('when')} value={to} change={setTo} checked={checked} />
          <Select label={t('reason')} value={why} onChange={(event) => setWhy(event.target.value)}>
            <option value="" disabled>
              {t('treatment.chooseReason')}
            </option>
            {stopReasonSchema.options.map((each) => (
              <option key={each} value={each}>
                {t(`treatment.reason.${each}`)}
              </option>
            ))}
          </Select>
          {checked && reason === undefined && (
            <p className={styles.problem} role="alert">
              {t('treatment.reasonMissing')}
            </p>
          )}
          <TextField
            label={t('treatment.more')}
            maxLength={2_000}
            autoComplete="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </>
      )}
    </EntryForm>
  )
}

function NewTreatment({ add, close }: NewProps) {
  const t = useTexts('cases')
  const [what, setWhat] = useState('')
  const [from, setFrom] = useState(today)
  const day = partialDateSchema.safeParse(from).data
  const isMissing = what.trim() === ''
  return (
    <EntryForm
      entry={isMissing || !day ? undefined : { kind: 'treatment', what, code: null, from: day }}
      add={add}
      close={close}
      send={t('treatment.keep')}
    >
      {(checked) => (
        <>
          <TextField
            label={t('treatment.what')}
            hint={t('treatment.hint')}
            maxLength={200}
            autoComplete="off"
            value={what}
            onChange={(event) => setWhat(event.target.value)}
            problem={checked && isMissing ? t('treatment.missing') : null}
          />
          <DateField label={t('begin')} value={from} change={setFrom} checked={checked} />
        </>
      )}
    </EntryForm>
  )
}
