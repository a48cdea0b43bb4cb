import { DIAGNOSES } from '@visita/clinical'
import {
  certaintySchema,
  diagnosisEndSchema,
  partialDateSchema,
  type Case,
  type Course,
} from '@visita/protocol'
import { CircleStop, Plus } from 'lucide-react'
import { useId, useState } from 'react'
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

/** What was found, with how sure it is. */
export function DiagnosesCard({ of: { course }, add }: CourseProps) {
  const t = useTexts('cases')
  const [writing, setWriting] = useState(false)
  return (
    <Card title={t('diagnosis.title')}>
      {course.diagnoses.length === 0 && <p className={record.quiet}>{t('diagnosis.none')}</p>}
      <ul className={record.list}>
        {course.diagnoses.map((each) => (
          <OneDiagnosis key={each.id} diagnosis={each} add={add} />
        ))}
      </ul>
      {add !== null &&
        (writing ? (
          <NewDiagnosis add={add} close={() => setWriting(false)} />
        ) : (
          <Button icon={Plus} onClick={() => setWriting(true)}>
            {t('diagnosis.add')}
          </Button>
        ))}
    </Card>
  )
}

function OneDiagnosis({
  diagnosis: { id, label, code, certainty, from, ended },
  add,
}: { diagnosis: Course['diagnoses'][number] } & Pick<CourseProps, 'add'>) {
  const t = useTexts('cases')
  const [ending, setEnding] = useState(false)
  const [to, setTo] = useState(today)
  const [why, setWhy] = useState<string>('resolved')
  const day = partialDateSchema.safeParse(to).data
  const reason = diagnosisEndSchema.safeParse(why).data
  return (
    <li className={styles.entry} data-over={ended !== null}>
      <strong>{code === null ? label : `${label} (${code})`}</strong>
      <p className={record.quiet}>
        {t(`certainty.${certainty}`)}, {t('from', { from })}
        {ended !== null && ` – ${t('to', { to: ended.to })}: ${t(`diagnosis.why.${ended.why}`)}`}
      </p>
      {add !== null && ended === null && !ending && (
        <Button icon={CircleStop} onClick={() => setEnding(true)}>
          {t('diagnosis.end')}
        </Button>
      )}
      {add !== null && ending && (
        <EntryForm
          entry={
            day === undefined || reason === undefined
              ? undefined
              : { kind: 'diagnosis_end', diagnosis: id, to: day, why: reason }
          }
          add={add}
          close={() => setEnding(false)}
          send={t('diagnosis.end')}
        >
          {(checked) => (
            <>
              <DateField label={t('when')} value={to} change={setTo} checked={checked} />
              <Select label={t('reason')} value={why} onChange={(event) => setWhy(event.target.value)}>
                {diagnosisEndSchema.options.map((each) => (
                  <option key={each} value={each}>
                    {t(`diagnosis.why.${each}`)}
                  </option>
                ))}
              </Select>
            </>
          )}
        </EntryForm>
      )}
    </li>
  )
}

interface NewProps {
  add: AddEntry
  close: () => void
}

const codeOf = (label: string): string | null =>
  DIAGNOSES.find((each) => each.label.toLowerCase() === label.trim().toLowerCase())?.code ?? null

function NewDiagnosis({ add, close }: NewProps) {
  const t = useTexts('cases')
  const list = useId()
  const [label, setLabel] = useState('')
  const [certainty, setCertainty] = useState<string>('suspected')
  const [from, setFrom] = useState(today)
  const day = partialDateSchema.safeParse(from).data
  const sure = certaintySchema.safeParse(certainty).data
  const isMissing = label.trim() === ''
  const code = codeOf(label)
  return (
    <EntryForm
      entry={
        isMissing || !day || !sure
          ? undefined
          : { kind: 'diagnosis', code, label, certainty: sure, from: day }
      }
      add={add}
      close={close}
      send={t('diagnosis.keep')}
    >
      {(checked) => (
        <>
          <TextField
            label={t('diagnosis.label')}
            hint={code === null ? t('diagnosis.hint') : t('diagnosis.code', { code })}
            list={list}
            maxLength={200}
            autoComplete="off"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
            problem={checked && isMissing ? t('diagnosis.missing') : null}
          />
          <datalist id={list}>
            {DIAGNOSES.map((each) => (
              <option key={each.code} value={each.label}>
                {each.code}
              </option>
            ))}
          </datalist>
          <Select
            label={t('certainty.label')}
            value={certainty}
            onChange={(event) => setCertainty(event.target.value)}
          >
            {certaintySchema.options.map((each) => (
              <option key={each} value={each}>
                {t(`certainty.${each}`)}
              </option>
            ))}
          </Select>
          <DateField label={t('since')} value={from} change={setFrom} checked={checked} />
        </>
      )}
    </EntryForm>
  )
}
