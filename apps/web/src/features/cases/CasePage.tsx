import { caseIdSchema, ofPatientSchema, type Case, type CaseId, type PersonId } from '@visita/protocol'
import { ArrowLeft, ListTree } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReached } from '../../platform/use-fragment.ts'
import { PageTitle } from '../../ui/index.ts'
import { BackgroundCard } from '../background/index.ts'
import { SizesCard } from '../measuring/index.ts'
import { PhotoStrip } from '../photos/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { useClosing } from '../record/use-closing.ts'
import { ScoresCard } from '../scores/index.ts'
import { Standing } from './CaseList.tsx'
import { CaseStateCard } from './CaseStateCard.tsx'
import styles from './Cases.module.css'
import { DiagnosesCard } from './DiagnosesCard.tsx'
import type { AddEntry } from './EntryForm.tsx'
import { Lesions } from './Lesions.tsx'
import { NotesCard } from './NotesCard.tsx'
import { OfferNotice } from './OfferNotice.tsx'
import { ResponsibleCard } from './ResponsibleCard.tsx'
import { TeamCard } from './TeamCard.tsx'
import { today } from '../../platform/today.ts'
import { TreatmentsCard } from './TreatmentsCard.tsx'

/** One case of a patient, for a doctor (B27). */
export function PatientCase(props: PageProps) {
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  return personId === undefined ? <NoSuchPage /> : <CaseOf {...props} patientId={personId} />
}

/** One of the patient's own cases. */
export function OwnCase(props: PageProps) {
  return <CaseOf {...props} patientId={props.signedIn.self.id} />
}

function CaseOf(props: PageProps & { patientId: PersonId }) {
  const caseId = caseIdSchema.safeParse(useParams<{ caseId?: string }>().caseId).data
  return caseId === undefined ? <NoSuchPage /> : <OneCase key={caseId} {...props} caseId={caseId} />
}

interface OneCaseProps extends PageProps {
  patientId: PersonId
  caseId: CaseId
}

function OneCase({ patientId, caseId, model: app, news, clinic, signedIn: { self } }: OneCaseProps) {
  const t = useTexts('cases')
  const [model] = useState(() => new ReadingModel(() => caseApi.read(caseId)))
  const [notes] = useState(() => new ReadingModel(() => caseApi.notes(caseId)))
  useEffect(() => {
    void model.load()
    void notes.load()
  }, [model, notes])
  useClosing(model, news, patientId)
  useClosing(notes, news, patientId)
  const isOwn = patientId === self.id
  const whose = isOwn ? '/record' : `/patients/${patientId}`
  const address = `${whose}/cases/${caseId}`
  const [diagnoses, treatments] = [useReached('diagnosis'), useReached('treatment')]
  const add: AddEntry = async (id, entry) => {
    await caseApi.addEntry(caseId, id, entry)
    await model.load()
  }
  return (
    <div className={record.page}>
      <Link href={whose} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t(isOwn ? 'page.backToOwn' : 'page.back')}
      </Link>
      <Shown model={model}>
        {(found) => (
          <>
            <Heading of={found} selfId={self.id} />
            <Link href={`${address}/timeline`} className={record.button}>
              <ListTree aria-hidden size={22} />
              {t('page.timeline')}
            </Link>
            <OfferNotice of={found} selfId={self.id} onChanged={() => model.load()} />
            <div className={record.beside}>
              {!isOwn && (
                <div className={record.first}>
                  <BackgroundCard patientId={patientId} news={news} />
                </div>
              )}
              <div className={styles.stack}>
                <PhotoStrip of={found} address={address} socket={app.socket} isOwn={isOwn} />
                <SizesCard of={found} patientId={patientId} news={news} />
                <Lesions
                  of={found}
                  adding={!found.mayWrite ? null : { drafts: app.drafts, onAdded: () => model.load() }}
                />
                <ScoresCard of={found} news={news} today={today()} isOwn={isOwn} />
                <div ref={diagnoses}>
                  <DiagnosesCard of={found} add={found.mayWrite ? add : null} />
                </div>
                <div ref={treatments}>
                  <TreatmentsCard of={found} add={found.mayWrite ? add : null} />
                </div>
                <NotesCard of={found} model={notes} clinic={clinic.name} />
              </div>
              {!isOwn && (
                <div className={styles.stack}>
                  <ResponsibleCard of={found} selfId={self.id} onChanged={() => model.load()} />
                  <TeamCard of={found} selfId={self.id} onChanged={() => model.load()} />
                  {found.mayWrite && <CaseStateCard of={found} onChanged={() => model.load()} />}
                </div>
              )}
            </div>
          </>
        )}
      </Shown>
    </div>
  )
}

function Heading({ of: found, selfId }: { of: Case; selfId: PersonId }) {
  const t = useTexts('cases')
  return (
    <div>
      {found.patient.id !== selfId && <p>{found.patient.displayName}</p>}
      <PageTitle>{found.title}</PageTitle>
      <p>{t(`complaint.${found.complaint}`)}</p>
      <p className={record.quiet}>
        <Standing of={found} selfId={selfId} />
      </p>
    </div>
  )
}
