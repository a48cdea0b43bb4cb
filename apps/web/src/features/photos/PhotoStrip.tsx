import { photoIdSchema, type Case, type CaseId, type Photo, type PhotoId } from '@visita/protocol'
import { Camera, Columns2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { Card } from '../../ui/index.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { day } from '../record/times.ts'
import styles from './Photos.module.css'
import { Viewer } from './Viewer.tsx'

interface PhotoStripProps {
  of: Case
  /** The case's own address. */
  address: string
  socket: ServerSocket
  isOwn: boolean
}

/** The photographs of a case by date, the newest first; it follows what comes. */
export function PhotoStrip({ of, address, socket, isOwn }: PhotoStripProps) {
  const t = useTexts('photos')
  const [model] = useState(() => new ReadingModel(() => photoApi.list(of.id)))
  const [chosen, setChosen] = useState(photoInAddress)
  useEffect(() => {
    void model.load()
    return socket.on('photos:changed', () => void model.load())
  }, [model, socket])
  return (
    <Card title={t('strip.title')}>
      <Shown model={model}>
        {(photos) => (
          <>
            {photos.length === 0 && (
              <p className={styles.quiet}>{t(isOwn ? 'strip.noneOwn' : 'strip.none')}</p>
            )}
            <Days photos={photos} of={of.id} chosen={chosen} onChoose={setChosen} />
            <div className={styles.actions}>
              <Link href={`${address}/photograph`} className={record.button}>
                <Camera aria-hidden size={22} />
                {t('strip.take')}
              </Link>
              {photos.length > 1 && (
                <Link href={`${address}/compare`} className={record.button}>
                  <Columns2 aria-hidden size={22} />
                  {t('strip.compare')}
                </Link>
              )}
            </div>
            <Viewer
              photos={photos}
              of={of}
              chosen={chosen}
              onChoose={setChosen}
              isOwn={isOwn}
              address={address}
            />
          </>
        )}
      </Shown>
    </Card>
  )
}

interface DaysProps {
  photos: readonly Photo[]
  of: CaseId
  chosen: PhotoId | null
  onChoose: (id: PhotoId) => void
}

function Days({ photos, of, chosen, onChoose }: DaysProps) {
  const t = useTexts('photos')
  return (
    <ol className={styles.days}>
      {byDay(photos).map(([date, taken]) => (
        <li key={date}>
          <h3>{date}</h3>
          <ul className={styles.row}>
            {taken.map((photo) => (
              <li key={photo.id}>
                <button
                  type="button"
                  className={styles.thumb}
                  aria-pressed={photo.id === chosen}
                  onClick={() => onChoose(photo.id)}
                >
                  <img
                    src={photoApi.address(of, photo.id, 'thumb')}
                    alt={t('strip.photo', { slot: t(`slot.${photo.slot}`), day: date })}
                    loading="lazy"
                    width={112}
                    height={112}
                  />
                  <span aria-hidden>{t(`slot.${photo.slot}`)}</span>
                  {photo.isNew && <span className={styles.badge}>{t('strip.new')}</span>}
                  {photo.retake !== null && (
                    <span className={styles.badge} data-tone="warn">
                      {t('strip.asked')}
                    </span>
                  )}
                </button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

/** That which a link to the case names. */
const photoInAddress = (): PhotoId | null =>
  photoIdSchema.safeParse(location.hash.replace(/^#photo-/, '')).data ?? null

function byDay(photos: readonly Photo[]): [string, readonly Photo[]][] {
  const days = Map.groupBy(photos, ({ takenAt }) => day(takenAt))
  return Array.from(days)
}
