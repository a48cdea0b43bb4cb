import { ofPatientSchema, type PersonId } from '@visita/protocol'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { recordApi } from '../../platform/record-api.ts'
import { PageTitle } from '../../ui/index.ts'
import { BackgroundCard } from '../background/index.ts'
import { CaseList, OpenCase } from '../cases/index.ts'
import { ConsentsCard } from '../consents/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { AgainstTheRule } from './AgainstTheRule.tsx'
import { CareTeam } from './CareTeam.tsx'
import { ReadingModel } from './reading-model.ts'
import styles from './Record.module.css'
import { Shown } from './Shown.tsx'
import { useClosing } from './use-closing.ts'
import { VisitList } from './VisitList.tsx'

/** A patient's record, for a doctor (B27 in part). The address has the random id and never the name. */
export function PatientRecord(props: PageProps) {
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  return personId === undefined ? <NoSuchPage /> : <RecordOf {...props} patientId={personId} />
}

function RecordOf({ patientId, model: app, news, signedIn }: PageProps & { patientId: PersonId }) {
  const t = useTexts('record')
  const [model] = useState(() => new ReadingModel(() => recordApi.patient(patientId)))
  useEffect(() => void model.load(), [model])
  useClosing(model, news, patientId)
  return (
    <div className={styles.page}>
      <Link href="/patients" className={styles.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('patient.back')}
      </Link>
      <Shown
        model={model}
        instead={{
          not_found: (
            <AgainstTheRule model={app} news={news} patientId={patientId} onOpen={() => void model.load()} />
          ),
        }}
      >
        {({ patient, careTeam, cases, visits }) => (
          <>
            <PageTitle>{patient.displayName}</PageTitle>
            <div className={styles.beside}>
              <div className={styles.first}>
                <BackgroundCard patientId={patientId} news={news} />
              </div>
              <div className={styles.page}>
                <CaseList cases={cases} selfId={signedIn.self.id} under={`/patients/${patientId}`}>
                  <OpenCase patientId={patientId} under={`/patients/${patientId}`} drafts={app.drafts} />
                </CaseList>
                <VisitList
                  visits={visits}
                  patientId={patientId}
                  selfId={signedIn.self.id}
                  under={`/patients/${patientId}`}
                />
              </div>
              <div className={styles.page}>
                <ConsentsCard patientId={patientId} news={news} />
                <CareTeam careTeam={careTeam} selfId={signedIn.self.id} />
              </div>
            </div>
          </>
        )}
      </Shown>
    </div>
  )
}
