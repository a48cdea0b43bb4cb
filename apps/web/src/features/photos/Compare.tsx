import { alignmentOf, type Alignment } from '@visita/lesion'
import {
  caseIdSchema,
  ofPatientSchema,
  photoIdSchema,
  type CaseId,
  type Photo,
  type PhotoId,
} from '@visita/protocol'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Notice, PageTitle, Select } from '../../ui/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { dayAndTime } from '../record/times.ts'
import { Aligning } from './Aligning.tsx'
import { Looking } from './Looking.tsx'
import styles from './Photos.module.css'

/** Two photographs of a case, looked at in step (X4). */
export function Compare(_props: PageProps) {
  const t = useTexts('photos')
  const { caseId } = useParams<{ caseId?: string }>()
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  const id = caseIdSchema.safeParse(caseId).data
  if (id === undefined) return <NoSuchPage />
  const whose = personId === undefined ? '/record' : `/patients/${personId}`
  return (
    <div className={record.page}>
      <Link href={`${whose}/cases/${id}`} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('capture.back')}
      </Link>
      <PageTitle>{t('compare.title')}</PageTitle>
      <CompareIn of={id} />
    </div>
  )
}

function CompareIn({ of }: { of: CaseId }) {
  const t = useTexts('photos')
  const [model] = useState(() => new ReadingModel(() => photoApi.list(of)))
  useEffect(() => void model.load(), [model])
  return (
    <Shown model={model}>
      {(photos) => {
        const pair = firstPair(photos)
        return pair === null ? (
          <Notice>{t('compare.few')}</Notice>
        ) : (
          <Two of={of} photos={photos} pair={pair} />
        )
      }}
    </Shown>
  )
}

/** The newest photograph of a place, and the oldest of the same place as its beginning. */
function firstPair(photos: readonly Photo[]): readonly [Photo, Photo] | null {
  const [newest, second] = photos
  if (newest === undefined || second === undefined) return null
  const same = photos.filter(({ slot, lesion }) => slot === newest.slot && lesion === newest.lesion)
  const oldest = same.length > 1 ? (same.at(-1) ?? second) : second
  return [oldest, newest]
}

interface TwoProps {
  of: CaseId
  photos: readonly Photo[]
  pair: readonly [Photo, Photo]
}

function Two({ of, photos, pair }: TwoProps) {
  const t = useTexts('photos')
  const [[left, right], setPair] = useState(pair)
  const [alignment, setAlignment] = useState<Alignment | null>(null)
  const [aligning, setAligning] = useState(false)
  const choose = (next: readonly [Photo, Photo]): void => {
    setPair(next)
    setAlignment(null)
    setAligning(false)
  }
  const two = { of, left, right }
  return (
    <div className={styles.stack}>
      <div className={styles.pair}>
        <Choose
          photos={photos}
          label={t('compare.left')}
          chosen={left}
          onChoose={(next) => choose([next, right])}
        />
        <Choose
          photos={photos}
          label={t('compare.right')}
          chosen={right}
          onChoose={(next) => choose([left, next])}
        />
      </div>
      {aligning ? (
        <Aligning
          {...two}
          onDone={(pairs) => {
            setAlignment(alignmentOf(pairs))
            setAligning(false)
          }}
        />
      ) : (
        <Looking
          {...two}
          alignment={alignment}
          onAlign={() => (alignment === null ? setAligning(true) : setAlignment(null))}
        />
      )}
    </div>
  )
}

interface ChooseProps {
  photos: readonly Photo[]
  label: string
  chosen: Photo
  onChoose: (photo: Photo) => void
}

function Choose({ photos, label, chosen, onChoose }: ChooseProps) {
  const t = useTexts('photos')
  const find = (id: PhotoId | undefined): Photo => photos.find((photo) => photo.id === id) ?? chosen
  return (
    <Select
      label={label}
      value={chosen.id}
      onChange={({ target }) => onChoose(find(photoIdSchema.safeParse(target.value).data))}
    >
      {photos.map((photo) => (
        <option key={photo.id} value={photo.id}>
          {t('strip.photo', { slot: t(`slot.${photo.slot}`), day: dayAndTime(photo.takenAt) })}
        </option>
      ))}
    </Select>
  )
}
