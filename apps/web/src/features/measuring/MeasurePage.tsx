import {
  ofPatientSchema,
  ofPhotoSchema,
  type CaseId,
  type Measurement,
  type Photo,
  type PhotoId,
} from '@visita/protocol'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { measurementApi } from '../../platform/measurement-api.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Notice, PageTitle } from '../../ui/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { Measuring } from './Measuring.tsx'

/** The size of a lesion on one photograph (X4). */
export function Measure(_props: PageProps) {
  const t = useTexts('measuring')
  const params = useParams()
  const { personId } = ofPatientSchema.safeParse(params).data ?? {}
  const { caseId, photoId } = ofPhotoSchema.safeParse(params).data ?? {}
  if (personId === undefined || caseId === undefined || photoId === undefined) return <NoSuchPage />
  const address = `/patients/${personId}/cases/${caseId}`
  return (
    <div className={record.page}>
      <Link href={address} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('back')}
      </Link>
      <PageTitle>{t('title')}</PageTitle>
      <OnPhoto of={caseId} id={photoId} address={address} />
    </div>
  )
}

async function read(of: CaseId, id: PhotoId): Promise<{ photo: Photo | null; kept: Measurement | null }> {
  const [photos, measurements] = await Promise.all([photoApi.list(of), measurementApi.list(of)])
  return {
    photo: photos.find((photo) => photo.id === id) ?? null,
    kept: measurements.find(({ photo }) => photo === id) ?? null,
  }
}

function OnPhoto({ of, id, address }: { of: CaseId; id: PhotoId; address: string }) {
  const t = useTexts('measuring')
  const [, go] = useLocation()
  const [model] = useState(() => new ReadingModel(() => read(of, id)))
  useEffect(() => void model.load(), [model])
  return (
    <Shown model={model}>
      {({ photo, kept }) =>
        photo === null ? (
          <Notice>{t('gone')}</Notice>
        ) : (
          <Measuring of={of} photo={photo} kept={kept} onDone={() => go(`${address}#sizes`)} />
        )
      }
    </Shown>
  )
}
