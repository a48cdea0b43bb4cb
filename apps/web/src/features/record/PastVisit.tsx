import {
  ofPatientSchema,
  visitIdSchema,
  type PersonId,
  type VisitId,
  type VisitRecord,
} from '@visita/protocol'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { api } from '../../platform/api.ts'
import { Card, PageTitle } from '../../ui/index.ts'
import { VisitContents } from '../ended/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from './reading-model.ts'
import styles from './Record.module.css'
import { Lines } from './Lines.tsx'
import { Shown } from './Shown.tsx'
import { dayAndTime } from './times.ts'
import { useClosing } from './use-closing.ts'
import { useEnding, useWith } from './visit-words.ts'

/** One visit of a patient's record, for a doctor. */
export function PatientVisit(props: PageProps) {
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  return personId === undefined ? <NoSuchPage /> : <PastVisit {...props} patientId={personId} />
}

/** One visit of a patient's own record. */
export function OwnVisit(props: PageProps) {
  return <PastVisit {...props} patientId={props.signedIn.self.id} />
}

function PastVisit(props: PageProps & { patientId: PersonId }) {
  const visitId = visitIdSchema.safeParse(useParams<{ visitId?: string }>().visitId).data
  return visitId === undefined ? <NoSuchPage /> : <OneVisit {...props} visitId={visitId} />
}

function OneVisit({
  patientId,
  visitId,
  news,
  signedIn: { self },
}: PageProps & { patientId: PersonId; visitId: VisitId }) {
  const t = useTexts('record')
  const [model] = useState(() => new ReadingModel(() => api.readVisit(visitId)))
  useEffect(() => void model.load(), [model])
  useClosing(model, news, patientId)
  const isOwn = patientId === self.id
  return (
    <div className={styles.page}>
      <Link href={isOwn ? '/record' : `/patients/${patientId}`} className={styles.back}>
        <ArrowLeft aria-hidden size={22} />
        {t(isOwn ? 'visit.backToOwn' : 'visit.back')}
      </Link>
      <Shown model={model}>
        {(record) => <Visit record={record} patientId={patientId} selfId={self.id} />}
      </Shown>
    </div>
  )
}

interface VisitProps {
  record: VisitRecord
  patientId: PersonId
  selfId: PersonId
}

function Visit({ record, patientId, selfId }: VisitProps) {
  const t = useTexts('record')
  const whom = useWith(record, patientId, selfId)
  const ending = useEnding(record, selfId)
  return (
    <>
      <PageTitle>{t('visit.title', { time: dayAndTime(record.startedAt) })}</PageTitle>
      <div>
        <p>{whom}</p>
        <p className={styles.quiet}>{ending}</p>
      </div>
      <Card title={t('visit.kept')}>
        <VisitContents record={record} selfId={selfId} />
      </Card>
      {record.lines.length > 0 && <Lines record={record} />}
    </>
  )
}
