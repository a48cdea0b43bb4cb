import {
  RETAKE_REASONS,
  retakeReasonSchema,
  type Case,
  type Photo,
  type PhotoId,
  type RetakeReason,
} from '@visita/protocol'
import { ChevronLeft, ChevronRight, Download, RotateCcw, Ruler, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Button, Select } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { dayAndTime } from '../record/times.ts'
import styles from './Photos.module.css'

interface ViewerProps {
  /** The newest first. */
  photos: readonly Photo[]
  of: Case
  chosen: PhotoId | null
  onChoose: (id: PhotoId | null) => void
  isOwn: boolean
  /** The case's own address. */
  address: string
}

/** One photograph as large as the window, on neutral grey so that colour is judged right. */
export function Viewer({ chosen, photos, ...props }: ViewerProps) {
  const at = photos.findIndex(({ id }) => id === chosen)
  const photo = photos[at]
  return photo === undefined ? null : (
    <Opened {...props} photo={photo} newer={photos[at - 1]} older={photos[at + 1]} />
  )
}

interface OpenedProps extends Omit<ViewerProps, 'chosen' | 'photos'> {
  photo: Photo
  newer: Photo | undefined
  older: Photo | undefined
}

function Opened({ photo, newer, older, of, onChoose, isOwn, address }: OpenedProps) {
  const t = useTexts('photos')
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  const go = (to: Photo | undefined): void => to && onChoose(to.id)
  const title = t('strip.photo', { slot: t(`slot.${photo.slot}`), day: dayAndTime(photo.takenAt) })
  return (
    <dialog
      ref={element}
      className={styles.viewer}
      aria-label={title}
      onClose={() => onChoose(null)}
      onKeyDown={({ key, target }) => {
        // In a list of reasons the arrows are the list's.
        if (target instanceof HTMLSelectElement) return
        if (key === 'ArrowLeft') go(newer)
        if (key === 'ArrowRight') go(older)
      }}
    >
      <figure>
        <img key={`${photo.id} thumb`} src={photoApi.address(of.id, photo.id, 'thumb')} alt="" />
        <img key={photo.id} src={photoApi.address(of.id, photo.id, 'screen')} alt={title} />
      </figure>
      <div className={styles.panel}>
        <strong>{title}</strong>
        <Facts photo={photo} of={of} />
        <div className={styles.actions}>
          <Button icon={X} onClick={() => onChoose(null)}>
            {t('viewer.close')}
          </Button>
          <Button icon={ChevronLeft} disabled={newer === undefined} onClick={() => go(newer)}>
            {t('viewer.previous')}
          </Button>
          <Button icon={ChevronRight} disabled={older === undefined} onClick={() => go(older)}>
            {t('viewer.next')}
          </Button>
        </div>
        {of.mayWrite && (
          <Link href={`${address}/photos/${photo.id}/measure`} className={record.button}>
            <Ruler aria-hidden size={22} />
            {t('viewer.measure')}
          </Link>
        )}
        {!isOwn && photo.retake === null && <AskAgain photo={photo} of={of} />}
        <a className={record.back} href={photoApi.address(of.id, photo.id, 'original')} download>
          <Download aria-hidden size={22} />
          {t('viewer.original')}
        </a>
      </div>
    </dialog>
  )
}

function Facts({ photo, of }: { photo: Photo; of: Case }) {
  const t = useTexts('photos')
  const lesion = of.lesions.find(({ id }) => id === photo.lesion)
  const who = photo.sender === of.patient.id ? t('viewer.them') : t('viewer.practice')
  return (
    <>
      {lesion && <p>{lesion.label}</p>}
      <p className={styles.quiet}>
        {t('viewer.from', { who })}. {t('viewer.kept', { time: dayAndTime(photo.keptAt) })}.
      </p>
      {photo.claimed !== null && (
        <p className={styles.quiet}>{t('viewer.claimed', { time: photo.claimed.replace('T', ' ') })}</p>
      )}
      {photo.faults.length > 0 && (
        <p>
          {t('viewer.faults')}: {photo.faults.map((fault) => t(`fault.${fault}`)).join(' ')}
          {photo.override !== 'none' && ` (${t(`override.${photo.override}`)})`}
        </p>
      )}
      {photo.retake !== null && <p>{t('viewer.asked', { why: t(`retake.${photo.retake.why}`) })}</p>}
    </>
  )
}

function AskAgain({ photo, of }: { photo: Photo; of: Case }) {
  const t = useTexts('photos')
  const [why, setWhy] = useState<RetakeReason>('blurred')
  const request = useRequest()
  return (
    <div className={record.form}>
      <Select
        label={t('viewer.reason')}
        value={why}
        onChange={({ target }) => setWhy(retakeReasonSchema.parse(target.value))}
      >
        {RETAKE_REASONS.map((each) => (
          <option key={each} value={each}>
            {t(`retake.${each}`)}
          </option>
        ))}
      </Select>
      <Button
        icon={RotateCcw}
        disabled={request.sending}
        onClick={() => void request.run(() => photoApi.askAgain(of.id, photo.id, why))}
      >
        {t('viewer.askAgain')}
      </Button>
      <RefusalNotice code={request.refused} />
    </div>
  )
}
