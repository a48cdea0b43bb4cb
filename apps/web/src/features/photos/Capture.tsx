import { caseIdSchema, ofPatientSchema, type Case, type CaseId, type Photo } from '@visita/protocol'
import { ArrowLeft, Printer } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'wouter'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Notice, PageTitle, Select, useNow, useReadable } from '../../ui/index.ts'
import type { PageProps } from '../home/pages.ts'
import { NoSuchPage } from '../home/Standins.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { CaptureModel, ghostFor, standingOf } from './capture-model.ts'
import { Judging } from './Judging.tsx'
import { faultsIn, wantsMarker } from './look-at.ts'
import { Outbox } from './Outbox.tsx'
import styles from './Photos.module.css'
import { Taking } from './Taking.tsx'

/** Guided photographs of a case: the patient's own, or of a patient by a doctor. */
export function Capture(props: PageProps) {
  const { caseId } = useParams<{ caseId?: string }>()
  const { personId } = ofPatientSchema.safeParse(useParams()).data ?? {}
  const id = caseIdSchema.safeParse(caseId).data
  if (id === undefined) return <NoSuchPage />
  const whose = personId === undefined ? '/record' : `/patients/${personId}`
  return <CaptureOf {...props} caseId={id} back={`${whose}/cases/${id}`} />
}

interface CaptureOfProps extends PageProps {
  caseId: CaseId
  back: string
}

interface Found {
  of: Case
  photos: readonly Photo[]
}

function CaptureOf({ caseId, back, ...props }: CaptureOfProps) {
  const t = useTexts('photos')
  const [model] = useState(
    () =>
      new ReadingModel<Found>(async () => ({
        of: await caseApi.read(caseId),
        photos: await photoApi.list(caseId),
      })),
  )
  const { socket } = props.model
  useEffect(() => {
    void model.load()
    return socket.on('photos:changed', () => void model.load())
  }, [model, socket])
  return (
    <div className={record.narrow}>
      <Link href={back} className={record.back}>
        <ArrowLeft aria-hidden size={22} />
        {t('capture.back')}
      </Link>
      <PageTitle>{t('capture.title')}</PageTitle>
      <p className={styles.quiet}>{t('capture.lead')}</p>
      <Shown model={model}>{(found) => <Guided {...props} {...found} />}</Shown>
    </div>
  )
}

function Guided({ of, photos, outbox }: PageProps & Found) {
  const t = useTexts('photos')
  const [model] = useState(() => new CaptureModel({ of, outbox, look: faultsIn, now: () => Date.now() }))
  useEffect(() => () => model.close(), [model])
  const { lesion, slot, step } = useReadable(model.state)
  const outgoing = useReadable(outbox.state)
  const ghost = ghostFor(photos, { lesion, slot })
  const now = useNow(60_000)
  return (
    <div className={styles.stack}>
      {of.lesions.length > 0 && (
        <Select
          label={t('capture.lesion')}
          value={lesion ?? ''}
          onChange={({ target }) =>
            model.choose({ lesion: of.lesions.find(({ id }) => id === target.value)?.id ?? null })
          }
        >
          {of.lesions.map((each) => (
            <option key={each.id} value={each.id}>
              {each.label}
            </option>
          ))}
          <option value="">{t('whole')}</option>
        </Select>
      )}
      <ul className={styles.slots} aria-label={t('capture.slots')}>
        {model.slots.map((each) => {
          const standing = standingOf({ lesion, slot: each }, { photos, outgoing, now })
          return (
            <li key={each}>
              <button
                type="button"
                className={styles.slot}
                aria-pressed={each === slot}
                data-standing={standing}
                onClick={() => model.choose({ slot: each })}
              >
                <span>{t(`slot.${each}`)}</span>
                <span>{t(`standing.${standing}`)}</span>
              </button>
            </li>
          )
        })}
      </ul>
      {ghost?.retake && (
        <Notice tone="problem">{t('capture.asked', { why: t(`retake.${ghost.retake.why}`) })}</Notice>
      )}
      <p>{t(`how.${slot}`)}</p>
      {wantsMarker(slot) && (
        <a className={record.button} href="/marker.svg" target="_blank" rel="noreferrer">
          <Printer aria-hidden size={22} />
          {t('capture.marker')}
        </a>
      )}
      {step.at === 'judging' ? (
        <Judging key={step.address} model={model} step={step} />
      ) : (
        <Taking
          model={model}
          slot={slot}
          step={step}
          ghost={ghost ? photoApi.address(of.id, ghost.id, 'screen') : null}
        />
      )}
      <Outbox outbox={outbox} />
    </div>
  )
}
